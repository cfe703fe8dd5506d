namespace CanaryJudge.AnalysisClient.Traffic.Haproxy;

/// <summary>A server of a backend as HAProxy runs it now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">From 0 to 256, as set; meaningless while it is taken out.</param>
/// <param name="Configured">The weight in the configuration, from 0 to 256.</param>
/// <param name="IsOut">Whether someone took it out: drained or in maintenance. Health is not meant: that is for the judge to see.</param>
/// <param name="IsBackup">Whether it serves only when all others are down.</param>
internal sealed record HaproxyServer(string Name, int Weight, int Configured, bool IsOut, bool IsBackup)
{
    /// <summary>What it counts for when a request is given to a server.</summary>
    public int Counts => IsOut || IsBackup ? 0 : Weight;
}
