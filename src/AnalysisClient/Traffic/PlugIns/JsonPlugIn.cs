using CanaryJudge.Contracts.V1;
using Google.Protobuf;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>A plug-in that takes and gives the messages as JSON, one at a time.</summary>
/// <remarks>Methods are named <c>describe</c>, <c>get-weight</c>, <c>set-weight</c>, <c>promote</c>, <c>abort</c>. A field that is not in the contract is a
/// mistake, so that a misspelled one is never taken for its default.</remarks>
/// <param name="say">Sends a method and a request, gives the answer's text; throws <see cref="PlugInException"/>.</param>
/// <param name="held">What ends with it; null: nothing.</param>
internal sealed class JsonPlugIn(Func<string, string, CancellationToken, Task<string>> say, IDisposable? held = null) : IPlugIn
{
    // All fields are written, so that a script finds zero where zero is meant.
    private static readonly JsonFormatter s_writer = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public Task<DescribeResponse> DescribeAsync(CancellationToken cancellation) => SayAsync<DescribeResponse>("describe", new DescribeRequest(), cancellation);

    public Task<GetWeightResponse> GetWeightAsync(CancellationToken cancellation) => SayAsync<GetWeightResponse>("get-weight", new GetWeightRequest(), cancellation);

    public Task<SetWeightResponse> SetWeightAsync(SetWeightRequest order, CancellationToken cancellation) => SayAsync<SetWeightResponse>("set-weight", order, cancellation);

    public Task<PromoteResponse> PromoteAsync(PromoteRequest order, CancellationToken cancellation) => SayAsync<PromoteResponse>("promote", order, cancellation);

    public Task<AbortResponse> AbortAsync(AbortRequest order, CancellationToken cancellation) => SayAsync<AbortResponse>("abort", order, cancellation);

    public void Dispose() => held?.Dispose();

    private async Task<T> SayAsync<T>(string method, IMessage request, CancellationToken cancellation)
        where T : IMessage, new()
    {
        var text = await say(method, s_writer.Format(request), cancellation).ConfigureAwait(false);
        try
        {
            return JsonParser.Default.Parse<T>(text);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new PlugInException($"{method} was answered with something else than a {typeof(T).Name} in JSON: {e.Message.TrimEnd('.')}", e);
        }
    }
}
