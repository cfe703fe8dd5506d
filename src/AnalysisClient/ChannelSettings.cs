using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace CanaryJudge.AnalysisClient;

/// <summary>Turns the client's options into the channel's.</summary>
internal static class ChannelSettings
{
    /// <summary>A channel to a server. Nothing is sent before the first call.</summary>
    /// <param name="address">With or without <c>http://</c>.</param>
    /// <param name="options">The client's.</param>
    /// <returns>The channel.</returns>
    public static GrpcChannel Open(string address, JudgeClientOptions options)
    {
        var uri = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}";
        return GrpcChannel.ForAddress(uri, From(options));
    }

    /// <summary>The channel's options: sizes, and retries with exponential backoff on UNAVAILABLE only.</summary>
    /// <param name="options">The client's.</param>
    /// <returns>The channel's.</returns>
    public static GrpcChannelOptions From(JudgeClientOptions options) => new()
    {
        MaxSendMessageSize = options.MaxMessageBytes,
        MaxReceiveMessageSize = options.MaxMessageBytes,
        MaxRetryAttempts = options.MaxAttempts,
        // A call that does not fit the buffer is not retried; requests are large.
        MaxRetryBufferPerCallSize = options.MaxMessageBytes,
        MaxRetryBufferSize = null,
        ServiceConfig = options.MaxAttempts > 1 ? Retrying(options) : null,
    };

    private static ServiceConfig Retrying(JudgeClientOptions options) => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = options.MaxAttempts,
                    InitialBackoff = options.InitialBackoff,
                    MaxBackoff = options.MaxBackoff,
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
