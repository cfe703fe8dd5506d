using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CanaryJudge.AnalysisServer.Hosting;

/// <summary>Where analyses are kept and run. Configuration section: "Analyses".</summary>
public sealed class AnalysisOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Analyses";

    /// <summary>The PostgreSQL database that keeps analyses.</summary>
    /// <value>An Npgsql connection string. The default, empty, is SQLite in the data folder.</value>
    [Description("connection string of PostgreSQL; none: SQLite in the data folder")]
    public string Postgres { get; set; } = "";

    /// <summary>The name that servers sharing one PostgreSQL database and its analyses have in common.</summary>
    /// <value>The default, empty, is a server of its own.</value>
    [Description("name that the servers of one cluster share; needs PostgreSQL; none: a server of its own")]
    public string Cluster { get; set; } = "";

    /// <summary>The address at which the servers of a cluster reach this one.</summary>
    /// <value>An IP address. The default is 127.0.0.1.</value>
    [Description("IP address at which the servers of the cluster reach this one")]
    public string SiloAddress { get; set; } = "127.0.0.1";

    /// <summary>The port at which the servers of a cluster reach this one.</summary>
    /// <value>From 0 (a free one) to 65535. The default is 0.</value>
    [Description("its port; 0 takes a free one")]
    [Range(0, 65535)]
    public int SiloPort { get; set; }

    /// <summary>How long an analysis that nobody uses stays in memory.</summary>
    /// <value>From two minutes to a day. The default is ten minutes.</value>
    [Description("how long an analysis that nobody uses stays in memory")]
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an analysis is kept after its end.</summary>
    /// <value>From one minute to ten years. The default is 30 days.</value>
    [Description("how long an analysis is kept after its end")]
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
