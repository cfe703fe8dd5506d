using CanaryJudge.AnalysisServer.Endpoints;
using CanaryJudge.Sources.Policies;
using Google.Protobuf;
using Policy = CanaryJudge.Judging.Config.Policy;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.AnalysisServer.Mapping;

/// <summary>Reads the policy of a request, message or text, by the one reader of policy files.</summary>
internal static class ToPolicy
{
    private static readonly JsonFormatter AsFile = new(JsonFormatter.Settings.Default);

    /// <summary>Reads the policy of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">The reader of policy files.</param>
    /// <param name="violations">Collects the policy's errors.</param>
    /// <returns>The policy; the inferred one when there is none, and when it has errors.</returns>
    public static Policy Read(Wire.EvaluateRequest request, ReadPolicy read, Violations violations)
    {
        var reading = request.PolicySourceCase switch
        {
            Wire.EvaluateRequest.PolicySourceOneofCase.Policy => Message(request.Policy, read),
            Wire.EvaluateRequest.PolicySourceOneofCase.PolicyYaml => Text(request.PolicyYaml, read),
            Wire.EvaluateRequest.PolicySourceOneofCase.KayentaConfigJson => CanaryConfig(request.KayentaConfigJson),
            _ => new(Policy.Inferred, []),
        };
        var text = request.PolicySourceCase switch
        {
            Wire.EvaluateRequest.PolicySourceOneofCase.PolicyYaml => "policy_yaml",
            Wire.EvaluateRequest.PolicySourceOneofCase.KayentaConfigJson => "kayenta_config_json",
            _ => null,
        };
        foreach (var problem in reading.Problems.Where(p => !p.IsWarning))
        {
            var place = text is null ? "" : $"line {problem.Line}, column {problem.Column}: ";
            violations.Add(problem.Path.Length > 0 ? problem.Path : text ?? "policy", place + problem.Message);
        }

        return WithSplit(reading.Policy ?? Policy.Inferred, request.ExpectedSplit, violations);
    }

    private static Policy WithSplit(Policy policy, Wire.ExpectedSplit? split, Violations violations)
    {
        if (split is null)
        {
            return policy;
        }

        if (split.CanaryShare is > 0 and < 1)
        {
            return policy.WithSplit(split.CanaryShare);
        }

        violations.Add("expected_split.canary_share", $"The canary's share is {split.CanaryShare}; it must lie above 0 and below 1 (0.05 is 5%).");
        return policy;
    }

    /// <summary>Reads the text of a policy file.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="read">The reader of policy files.</param>
    /// <returns>The policy and its problems.</returns>
    public static PolicyReading Text(string text, ReadPolicy read) => read(text, "policy_yaml");

    /// <summary>Reads the text of a Kayenta canary config.</summary>
    /// <param name="json">JSON.</param>
    /// <returns>The policy and its problems.</returns>
    public static PolicyReading CanaryConfig(string json) => CanaryConfigFile.Read(json, "kayenta_config_json");

    /// <summary>Reads a policy message: its JSON mapping is a policy file.</summary>
    /// <param name="message">The message; the two fields that only name the schema may be left out.</param>
    /// <param name="read">The reader of policy files.</param>
    /// <returns>The policy and its problems.</returns>
    public static PolicyReading Message(Wire.Policy message, ReadPolicy read)
    {
        var whole = message.Clone();
        whole.ApiVersion = whole.ApiVersion.Length > 0 ? whole.ApiVersion : "canaryjudge/v1";
        whole.Kind = whole.Kind.Length > 0 ? whole.Kind : "Policy";
        return Json(whole) is { } json
            ? read(json, "policy")
            : new(null, [new("policy", 1, 1, 1, "", "A value inside is empty; leave the field out instead.", IsWarning: false, "")]);
    }

    private static string? Json(Wire.Policy message)
    {
        try
        {
            return AsFile.Format(message);
        }
        catch (InvalidOperationException)
        {
            // A google.protobuf.Value without a value has no JSON.
            return null;
        }
    }
}
