using CanaryJudge.AnalysisServer;

return await ServerHost.RunAsync(args, CancellationToken.None).ConfigureAwait(false);
