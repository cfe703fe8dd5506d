using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CanaryJudge.AnalysisClient.Traffic.PlugIns;

/// <summary>The settings of TLS: whom we trust, and who we are.</summary>
internal static class Tls
{
    public static IReadOnlyList<TrafficSetting> Settings { get; } =
    [
        new("ca", "a PEM file with the authorities to trust, instead of the system's"),
        new("certificate", "a PEM file with the certificate to show"),
        new("certificateKey", "a PEM file with its key"),
    ];

    /// <summary>Puts the settings into a handler. Files are read at each connection, so that they can be renewed while we run.</summary>
    public static SocketsHttpHandler Handler(TrafficSettings settings)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = new SslClientAuthenticationOptions() };
        if (settings.Find("ca") is { } ca)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(ca, certificate, errors);
        }

        if (settings.Find("certificate") is { } own)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => Load(own, settings.Find("certificateKey"));
        }

        return handler;
    }

    /// <summary>Names must fit in any case; only whom to trust is ours to say.</summary>
    private static bool IsTrusted(string ca, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }

    private static X509Certificate2 Load(string certificate, string? key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            throw new PlugInException($"the certificate {certificate} cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }
}
