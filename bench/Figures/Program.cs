using CanaryJudge.Figures;

// Figures that need other programs, other processes or large files, into docs/performance.md. BenchmarkDotNet does the rest.
switch (args)
{
    case ["peers"]:
        PeerFigures.Run();
        return 0;
    case ["echo"]:
        await EchoFigures.RunAsync().ConfigureAwait(false);
        return 0;
    case ["echo-server"]:
        await EchoServer.RunAsync().ConfigureAwait(false);
        return 0;
    case ["proxy"]:
        await ProxyFigures.RunAsync().ConfigureAwait(false);
        return 0;
    case ["yarp", var baseline, var canary]:
        await ProxyChildren.YarpAsync(baseline, canary).ConfigureAwait(false);
        return 0;
    case ["split-proxy", var baseline, var canary]:
        await ProxyChildren.SplitAsync(baseline, canary).ConfigureAwait(false);
        return 0;
    case ["growth", .. var rows]:
        GrowthFigures.Run(rows.Length > 0 ? long.Parse(rows[0], System.Globalization.CultureInfo.InvariantCulture) : 100_000_000);
        return 0;
    case ["parse", var file]:
        MereParsing.Run(file);
        return 0;
    case ["start"]:
        StartFigures.Run();
        return 0;
    default:
        Console.Error.WriteLine("figures: peers, echo, proxy, growth [ROWS] or start");
        return 2;
}
