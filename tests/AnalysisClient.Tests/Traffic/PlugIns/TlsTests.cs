using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CanaryJudge.AnalysisClient.Tests.Traffic.Targets;
using CanaryJudge.AnalysisClient.Traffic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace CanaryJudge.AnalysisClient.Tests.Traffic.PlugIns;

/// <summary>A hook behind TLS that asks who calls, with an authority of its own.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly TempPki _pki = new();
    private WebApplication? _app;
    private ListenOptions? _door;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("CANARYJUDGE_TEST_SECRET", ScriptedPlugIn.Secret);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => (_door = l).UseHttps(_pki.Server, h =>
        {
            h.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            h.ClientCertificateValidation = (shown, _, _) => shown.Thumbprint == _pki.ClientThumbprint;
        })));
        _app = builder.Build();
        _app.Run(c => c.Response.WriteAsync("""{"weightBasisPoints": 500}"""));
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _pki.Dispose();
    }

    [Fact]
    public async Task A_hook_of_a_known_authority_learns_who_calls() => Assert.Equal(new(500), await Open("127.0.0.1", _pki.Ca, _pki.Client).ReadAsync());

    [Fact]
    public async Task An_authority_that_is_not_named_is_not_trusted() => Assert.Null(await Open("127.0.0.1", null, _pki.Client).ReadAsync());

    [Fact]
    public async Task Another_authority_is_not_trusted()
    {
        using var other = new TempPki();

        Assert.Null(await Open("127.0.0.1", other.Ca, _pki.Client).ReadAsync());
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_taken() => Assert.Null(await Open("localhost", _pki.Ca, _pki.Client).ReadAsync());

    [Fact]
    public async Task Who_does_not_show_a_certificate_is_not_let_in() => Assert.Null(await Open("127.0.0.1", _pki.Ca, null).ReadAsync());

    [Fact]
    public async Task A_missing_file_is_said() => Assert.Null(await Open("127.0.0.1", _pki.Ca + ".missing", _pki.Client).ReadAsync());

    private ITrafficController Open(string host, string? ca, string? client)
    {
        Assert.True(TrafficKinds.TryFind("webhook", out var kind));
        var settings = new Dictionary<string, string> { ["url"] = $"https://{host}:{_door!.IPEndPoint!.Port}", ["secret"] = "env:CANARYJUDGE_TEST_SECRET" };
        foreach (var (key, value) in new[] { ("ca", ca), ("certificate", client), ("certificateKey", client is null ? null : client + ".key") })
        {
            if (value is not null)
            {
                settings[key] = value;
            }
        }

        return kind.Open(settings);
    }

    /// <summary>An authority, a server for 127.0.0.1 only, and a client, for a day.</summary>
    private sealed class TempPki : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("canaryjudge-pki-").FullName;

        public TempPki()
        {
            var (now, key) = (TimeProvider.System.GetUtcNow(), ECDsa.Create(ECCurve.NamedCurves.nistP256));
            var request = new CertificateRequest("CN=authority of the tests", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            using var ca = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
            File.WriteAllText(Ca, ca.ExportCertificatePem());
            Server = Issue(ca, "CN=server", now);
            using var client = Issue(ca, "CN=client", now);
            ClientThumbprint = client.Thumbprint;
            File.WriteAllText(Client, client.ExportCertificatePem());
            File.WriteAllText(Client + ".key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }

        public string Ca => Path.Combine(_folder, "ca.pem");

        public string Client => Path.Combine(_folder, "client.pem");

        public X509Certificate2 Server { get; }

        public string ClientThumbprint { get; }

        public void Dispose()
        {
            Server.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private static X509Certificate2 Issue(X509Certificate2 ca, string name, DateTimeOffset now)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            using var issued = request.Create(ca, now.AddHours(-1), now.AddHours(20), [1, 2, 3, (byte)name[3]]);
            return issued.CopyWithPrivateKey(key);
        }
    }
}
