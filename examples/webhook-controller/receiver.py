#!/usr/bin/env python3
"""Receives the calls of kind webhook: checks the signature and keeps the weight in memory. Only Python's own library.

    CANARY_SECRET=... python3 receiver.py 18084

To move real traffic, replace what touches self.server.weight.
"""
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = os.environ["CANARY_SECRET"].encode()
MAX_AGE_SECONDS = 300
MAX_BODY_BYTES = 64 * 1024


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        method = self.path.rsplit("/", 1)[-1]
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MAX_BODY_BYTES))
        if not self.is_signed(method, body):
            self.answer(403, {"error": "the signature does not fit"})
        elif method == "describe":
            self.answer(200, {"name": "a weight in memory", "grainBasisPoints": 1, "readBack": True, "lateBound": "0s"})
        elif method == "get-weight":
            self.answer(200, {"weightBasisPoints": self.server.weight})
        elif method == "set-weight":
            self.server.weight = json.loads(body)["weightBasisPoints"]
            self.answer(200, {"change": {"applied": {"effectiveBasisPoints": self.server.weight}}})
        else:
            self.answer(404, {"error": f"no such method: {method}"})

    def is_signed(self, method, body):
        sent = self.headers.get("X-CanaryJudge-Timestamp", "")
        if not sent.isdecimal() or abs(time.time() - int(sent)) > MAX_AGE_SECONDS:
            return False
        expected = "sha256=" + hmac.new(SECRET, f"{sent}.{method}.".encode() + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, self.headers.get("X-CanaryJudge-Signature", ""))

    def answer(self, status, message):
        body = json.dumps(message).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    server.weight = 0
    server.serve_forever()
