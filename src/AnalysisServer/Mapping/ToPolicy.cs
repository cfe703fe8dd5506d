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
        var policy = request.PolicySourceCase switch
        {
            Wire.EvaluateRequest.PolicySourceOneofCase.Policy => Noted(Message(request.Policy, read), null, violations),
            Wire.EvaluateRequest.PolicySourceOneofCase.PolicyYaml => Noted(Text(request.PolicyYaml, read), "policy_yaml", violations),
            Wire.EvaluateRequest.PolicySourceOneofCase.KayentaConfigJson => Noted(CanaryConfig(request.KayentaConfigJson), "kayenta_config_json", violations),
            _ => Policy.Inferred,
        };
        return WithSplit(policy, request.ExpectedSplit, violations);
    }

    /// <summary>Reads the policy of an analysis, which must name its metrics.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">The reader of policy files.</param>
    /// <param name="violations">Collects the policy's errors.</param>
    /// <returns>The policy, with the text that says it.</returns>
    public static (Policy Policy, string Text) Read(Wire.CreateAnalysisRequest request, ReadPolicy read, Violations violations)
    {
        var (policy, text) = request.PolicySourceCase switch
        {
            Wire.CreateAnalysisRequest.PolicySourceOneofCase.Policy => (Noted(Message(request.Policy, read), null, violations), Json(Whole(request.Policy)) ?? ""),
            Wire.CreateAnalysisRequest.PolicySourceOneofCase.PolicyYaml => (Noted(Text(request.PolicyYaml, read), "policy_yaml", violations), request.PolicyYaml),
            _ => (Policy.Inferred, ""),
        };
        if (violations.Any)
        {
            return (policy, text);
        }

        if (policy.Compatibility == Judging.Config.Compatibility.Kayenta)
        {
            violations.Add("compatibility", "Kayenta's rules judge whole data, once; an analysis looks again and again. Leave compatibility out, or judge whole data with Evaluate.");
        }
        else if (policy.Metrics is not { Count: > 0 })
        {
            violations.Add("metrics", "The policy names no metric; an analysis shares its error budget out before data come, so it needs their names.");
        }

        return (policy, text);
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
    public static PolicyReading Message(Wire.Policy message, ReadPolicy read) =>
        Json(Whole(message)) is { } json
            ? read(json, "policy")
            : new(null, [new("policy", 1, 1, 1, "", "A value inside is empty; leave the field out instead.", IsWarning: false, "")]);

    private static Wire.Policy Whole(Wire.Policy message)
    {
        var whole = message.Clone();
        whole.ApiVersion = whole.ApiVersion.Length > 0 ? whole.ApiVersion : "canaryjudge/v1";
        whole.Kind = whole.Kind.Length > 0 ? whole.Kind : "Policy";
        return whole;
    }

    /// <summary>Notes a policy's errors; <paramref name="text"/> is the field that holds it as text, null for a message, which has no lines.</summary>
    private static Policy Noted(PolicyReading reading, string? text, Violations violations)
    {
        foreach (var problem in reading.Problems.Where(p => !p.IsWarning))
        {
            var place = text is null ? "" : $"line {problem.Line}, column {problem.Column}: ";
            violations.Add(problem.Path.Length > 0 ? problem.Path : text ?? "policy", place + problem.Message);
        }

        return reading.Policy ?? Policy.Inferred;
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
