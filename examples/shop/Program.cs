using CanaryJudge.Shop;

// A toy shop to roll out, and its visitors. Depends on nothing of CanaryJudge.
var config = new ConfigurationBuilder().AddCommandLine(args.Length > 1 ? args[1..] : []).Build();
using var stop = new CancellationTokenSource();
void OnSignal(System.Runtime.InteropServices.PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, OnSignal);
using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, OnSignal);
switch (args)
{
    case ["serve", ..]:
        await ShopServer.RunAsync(config.Get<ShopOptions>() ?? new(), stop.Token);
        return 0;
    case ["visit", ..]:
        await Crowd.RunAsync(config.Get<CrowdOptions>() ?? new(), stop.Token);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            serve --port 9001 --version 1.0 [--milliseconds 20] [--slower 0.7] [--fails 0.2] [--for 1]
              a version of the shop; for that share of its users it is slower by a factor of 1 + slower, and fails that share of requests
            visit --url http://127.0.0.1:8000/ [--rate 300] [--users 5000] [--seconds 0] [--every 5] [--log FILE]
              visitors, each with a cookie of its own; says every few seconds which versions they got. 0 seconds: until Ctrl-C
            """);
        return 2;
}
