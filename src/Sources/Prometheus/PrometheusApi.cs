using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using CanaryJudge.Sources.Policies;

namespace CanaryJudge.Sources.Prometheus;

/// <summary>Asks range queries: a few tries with growing pauses, none while the server asks for a pause itself.</summary>
internal sealed class PrometheusApi : IDisposable
{
    private const int Attempts = 3;
    private const int Mebibyte = 1 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A longer pause is left to whoever asks next.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly PrometheusSettings _settings;
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    public PrometheusApi(PrometheusSettings settings, string folder, TimeProvider clock)
    {
        (_settings, _folder, _clock) = (settings, folder, clock);
        _address = new($"{settings.Url.TrimEnd('/')}/api/v1/query_range");
        _http = new(Connections.Handler(settings.Tls, folder))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = (long)(settings.MaxAnswerMiB * Mebibyte),
        };
    }

    /// <summary>Asks one query.</summary>
    /// <param name="query">PromQL.</param>
    /// <param name="times">The moments.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The series.</returns>
    /// <exception cref="QueryFailedException">There is no usable answer.</exception>
    public async Task<IReadOnlyList<RangeSeries>> RangeAsync(string query, StepTimes times, CancellationToken cancellation)
    {
        if (_notBefore > _clock.GetUtcNow())
        {
            throw Unavailable($"It asked for a pause until {_notBefore.UtcDateTime:HH:mm:ss} UTC.");
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return MatrixReader.Read(await OnceAsync(query, times, cancellation).ConfigureAwait(false), times);
            }
            catch (QueryFailedException e) when (e.Reading is SourceReading.Unavailable && attempt < Attempts && Pause(attempt) <= LongestPause)
            {
                await Task.Delay(Pause(attempt), _clock, cancellation).ConfigureAwait(false);

                // Waited for: a timer that wakes a moment early is no reason to give up.
                _notBefore = DateTimeOffset.MinValue;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static QueryFailedException Unavailable(string reason) => new(new SourceReading.Unavailable(reason));

    private static QueryFailedException Refused(string reason) => new(new SourceReading.Refused(reason));

    // What the server asked for, where it did; a little is added so that the pause is over afterwards.
    private TimeSpan Pause(int attempt)
    {
        var asked = _notBefore - _clock.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        return asked > TimeSpan.Zero ? asked : FirstPause * Math.Pow(2, attempt - 1);
    }

    private async Task<byte[]> OnceAsync(string query, StepTimes times, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_settings.Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = Request(query, times);
            using var response = await _http.SendAsync(request, both.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? body : throw Failure(response, body);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unavailable($"No answer within {_settings.Timeout.TotalSeconds:0.###} s.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Refused($"The answer is larger than {_settings.MaxAnswerMiB:0.##} MiB: add labels up in the query, or raise maxAnswerMiB.");
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException tls)
        {
            throw Refused($"No TLS connection to {_address.Authority}: {Words.Shown(tls.Message, 200)} Does tls.ca name its authority?");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var why = e.InnerException is SocketException socket ? socket.Message : e.Message;
            throw Unavailable($"No answer from {_address.Authority}: {Words.Shown(why, 200)}");
        }
    }

    private HttpRequestMessage Request(string query, StepTimes times)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new FormUrlEncodedContent(
            [
                new("query", query),
                new("start", Text(times.First)),
                new("end", Text(times.Last)),
                new("step", Text(times.Step)),
                new("timeout", $"{_settings.Timeout.TotalMilliseconds:0}ms"),
            ]),
        };
        foreach (var (name, value) in _settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Authorization = Authorization();
        return request;

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private AuthenticationHeaderValue? Authorization() => _settings.Login switch
    {
        { BearerFile: { } file } => new("Bearer", Secret(file)),
        { User: { } user, PasswordFile: { } file } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Secret(file)}"))),
        _ => null,
    };

    private string Secret(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_folder, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"The secret in {file} cannot be read: {SmallFile.Reason(e)}");
        }
    }

    private QueryFailedException Failure(HttpResponseMessage response, byte[] body)
    {
        var code = (int)response.StatusCode;
        switch (code)
        {
            case 429 or 503 when Asked(response) is { } pause:
                _notBefore = _clock.GetUtcNow() + pause;
                return Unavailable($"It answers {code} and asks for a pause of {pause.TotalSeconds:0.#} s.");
            case 429 or >= 500:
                return Unavailable($"It answers {code}{Said(body)}.");
            case 401 or 403:
                return Refused($"It answers {code}: the credentials are missing, wrong, or not enough.");
            case >= 300 and < 400:
                return Refused($"It answers {code}, a redirection, which is not followed: write the final address as url.");
            case 404:
                return Refused($"It answers 404: there is no Prometheus API at {_settings.Url}.");
            default:
                return Refused($"It answers {code}{Said(body)}.");
        }
    }

    private TimeSpan? Asked(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero,
        _ => null,
    };

    private static string Said(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return $": {MatrixReader.Said(document.RootElement)}";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
