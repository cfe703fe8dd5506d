using System.CommandLine;
using CanaryJudge.AnalysisServer;
using CanaryJudge.AnalysisServer.Hosting;

namespace CanaryJudge.Cli.Commands;

/// <summary><c>canaryjudge serve</c>: runs the server.</summary>
internal static class ServeCommand
{
    /// <summary>What the command is called.</summary>
    public const string Name = "serve";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(Name, """
            Runs the server: gRPC on 127.0.0.1:50051, JSON over HTTP, /metrics, /healthz and /readyz on 127.0.0.1:8080.
            Every option has a key in the settings file and an environment variable: --grpc-port is Server:GrpcPort
            and CANARYJUDGE_GRPC_PORT. Stops gracefully on SIGINT and SIGTERM.

            Examples:
              canaryjudge serve
              canaryjudge serve --grpc-port 0 --http-port 0
              canaryjudge serve --config server.json
            """);
        var flags = new List<(string Flag, Option Option)>();
        var config = new Option<string?>("--config") { Description = "A JSON file with settings.", HelpName = "FILE" };
        command.Options.Add(config);
        flags.Add(("--config", config));
        foreach (var setting in ServerSetting.All)
        {
            Option option = setting.IsSwitch
                ? new Option<bool>(setting.Flag) { Description = setting.Description }
                : new Option<string?>(setting.Flag) { Description = $"{setting.Description.TrimEnd('.')}. Default: {setting.Default}.", HelpName = "VALUE" };
            command.Options.Add(option);
            flags.Add((setting.Flag, option));
        }

        command.SetAction((parsed, cancellation) =>
        {
            var args = new List<string>();
            foreach (var (flag, option) in flags)
            {
                switch (option)
                {
                    case Option<string?> text when parsed.GetValue(text) is { } value:
                        args.AddRange([flag, value]);
                        break;
                    case Option<bool> isSet when parsed.GetValue(isSet):
                        args.Add(flag);
                        break;
                }
            }

            return ServerHost.RunAsync([.. args], cancellation);
        });
        return command;
    }
}
