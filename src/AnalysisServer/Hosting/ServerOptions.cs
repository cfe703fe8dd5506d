using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Where the server listens and how it ends. Configuration section: "Server".</summary>
public sealed class ServerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Server";

    /// <summary>The address of the gRPC door (HTTP/2 without TLS).</summary>
    /// <value>An IP address. The default is 127.0.0.1.</value>
    [Description("IP address of the gRPC door")]
    public string GrpcAddress { get; set; } = "127.0.0.1";

    /// <summary>The port of the gRPC door.</summary>
    /// <value>From 0 (a free one) to 65535. The default is 50051.</value>
    [Description("port of the gRPC door; 0 takes a free one")]
    [Range(0, 65535)]
    public int GrpcPort { get; set; } = 50051;

    /// <summary>The address of the HTTP/1.1 door: JSON, metrics, health.</summary>
    /// <value>An IP address. The default is 127.0.0.1.</value>
    [Description("IP address of the HTTP door: JSON, /metrics, /healthz, /readyz")]
    public string HttpAddress { get; set; } = "127.0.0.1";

    /// <summary>The port of the HTTP/1.1 door.</summary>
    /// <value>From 0 (a free one) to 65535. The default is 8080.</value>
    [Description("port of the HTTP door; 0 takes a free one")]
    [Range(0, 65535)]
    public int HttpPort { get; set; } = 8080;

    /// <summary>Whether to listen beyond loopback without TLS and authentication.</summary>
    /// <value>The default is false: such a listener refuses to start.</value>
    [Description("listen beyond loopback although there is no TLS and no authentication")]
    public bool Insecure { get; set; }

    /// <summary>How long a stopping server lets running evaluations finish.</summary>
    /// <value>From zero to one hour. The default is 30 seconds.</value>
    [Description("how long a stopping server lets running evaluations finish")]
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder that holds the database.</summary>
    /// <value>A path. The default, empty, is <c>$XDG_STATE_HOME/canaryjudge</c> or <c>~/.local/state/canaryjudge</c>; on Windows <c>%LOCALAPPDATA%\CanaryJudge</c>.</value>
    [Description("folder of the database; none: $XDG_STATE_HOME/canaryjudge or ~/.local/state/canaryjudge")]
    public string Data { get; set; } = "";

    /// <summary>Where traces are sent, by OpenTelemetry's protocol.</summary>
    /// <value>An address: with a path (<c>http://127.0.0.1:4318/v1/traces</c>) over HTTP, else over gRPC. Empty, the default: no traces.</value>
    [Description("where traces are sent (OTLP): http://HOST:4317 by gRPC, http://HOST:4318/v1/traces by HTTP")]
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>The form of log lines.</summary>
    /// <value>text, the default, or json: one object a line, each value of a message a field of its own.</value>
    [Description("form of log lines: text, or json")]
    public string LogFormat { get; set; } = "text";
}
