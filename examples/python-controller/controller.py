#!/usr/bin/env python3
"""A traffic controller in Python: keeps the weight in a file, behind gRPC.

    mkdir generated && protoc -I ../../proto --python_out=generated canaryjudge/v1/traffic.proto
    PYTHONPATH=generated python3 controller.py unix:/tmp/controller.sock /tmp/weight.json

Needs grpcio and protobuf (Debian: python3-grpcio python3-protobuf protobuf-compiler). To move real traffic, replace Target.
"""
import json
import os
import sys
from concurrent import futures

import grpc

from canaryjudge.v1 import traffic_pb2 as wire


class Target:
    """What carries the traffic: here a file that holds the weight and the order it came from."""

    def __init__(self, path):
        self.path = path

    def read(self):
        try:
            with open(self.path, encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return {"weight": 0, "rollout": "", "fence": 0, "epoch": 0}

    def write(self, state):
        # Written beside and renamed: a crash leaves the old state or the new one.
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)


class Controller:
    """The methods of canaryjudge.v1.TrafficControllerService that this target needs."""

    def __init__(self, target):
        self.target = target

    def Describe(self, request, context):
        answer = wire.DescribeResponse(name=f"the weight in {self.target.path}", grain_basis_points=1, read_back=True, fences=True)
        answer.late_bound.FromSeconds(0)  # When a call has ended, so has its effect.
        return answer

    def GetWeight(self, request, context):
        return wire.GetWeightResponse(weight_basis_points=self.target.read()["weight"])

    def SetWeight(self, request, context):
        state = self.target.read()
        newest = (state["fence"], state["epoch"])
        if request.rollout_id == state["rollout"] and (request.fence, request.epoch) < newest:
            return wire.SetWeightResponse(change=wire.WeightChange(rejected=wire.WeightChange.Rejected(reason=f"older than fence and epoch {newest}")))
        self.target.write({"weight": request.weight_basis_points, "rollout": request.rollout_id, "fence": request.fence, "epoch": request.epoch})
        # What is in force was read again, not remembered.
        return wire.SetWeightResponse(change=wire.WeightChange(applied=wire.WeightChange.Applied(effective_basis_points=self.target.read()["weight"])))


def serve(address, path):
    controller = Controller(Target(path))
    service = wire.DESCRIPTOR.services_by_name["TrafficControllerService"]
    methods = {
        method.name: grpc.unary_unary_rpc_method_handler(
            getattr(controller, method.name),
            request_deserializer=getattr(wire, method.input_type.name).FromString,
            response_serializer=lambda answer: answer.SerializeToString(),
        )
        for method in service.methods
        if hasattr(controller, method.name)
    }
    # One call at a time, as the contract promises.
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=1))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service.full_name, methods),))
    server.add_insecure_port(address)
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
