using System.CommandLine;

namespace CanaryJudge.Cli;

/// <summary>The option <c>--server</c>: where the server listens.</summary>
internal static class ServerOption
{
    private const string Variable = "CANARYJUDGE_SERVER";
    private const string Fallback = "http://127.0.0.1:50051";

    /// <summary>A new option, checked when the line is parsed.</summary>
    public static Option<string> New()
    {
        var usual = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Fallback;
        var server = new Option<string>("--server") { Description = $"The server's gRPC address; https:// for TLS. Also: {Variable}.", DefaultValueFactory = _ => usual, HelpName = "ADDRESS" };
        server.Validators.Add(r =>
        {
            var text = r.Tokens.Count > 0 ? r.Tokens[0].Value : usual;
            if (Problem(text) is { } problem)
            {
                r.AddError($"--server {problem}");
            }
        });
        return server;
    }

    /// <summary>What is wrong with a server's address, after its key; null: nothing.</summary>
    public static string? Problem(string text) =>
        !Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            ? $"takes an address such as {Fallback}, not '{text}'."
            : uri.UserInfo.Length > 0 ? "takes an address without user and password: nobody would ask for them." : null;
}
