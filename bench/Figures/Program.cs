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
    case ["analysis-server", .. var flags]:
        await EchoServer.RunAsync(flags).ConfigureAwait(false);
        return 0;
    case ["ingest"]:
        await IngestFigures.RunAsync().ConfigureAwait(false);
        return 0;
    case ["scale", .. var size]:
        await ScaleFigures.RunAsync(size.Length > 0 ? Number(size[0]) : 10_000, size.Length > 1 ? Number(size[1]) : 5).ConfigureAwait(false);
        return 0;
    case ["age", .. var samples]:
        AgeFigures.Run(samples.Length > 0 ? Number(samples[0]) : 100_000_000);
        return 0;
    case ["traffic", .. var only]:
        return await TrafficFigures.RunAsync(only.Length > 0 ? string.Join(' ', only) : null).ConfigureAwait(false);
    default:
        Console.Error.WriteLine("figures: peers, echo, proxy, traffic [NAME], growth [ROWS], start, scale [ANALYSES [MINUTES]], ingest or age [SAMPLES]");
        return 2;
}

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
