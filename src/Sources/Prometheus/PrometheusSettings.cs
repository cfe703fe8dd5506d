namespace CanaryJudge.Sources.Prometheus;

/// <summary>How to ask a Prometheus.</summary>
internal sealed record PrometheusSettings
{
    /// <summary>Where its API begins: what comes before <c>/api/v1</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>The width of an interval; whole seconds. Intervals begin at multiples of it.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What <c>$window</c> stands for; null: the step.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How long after its end an interval is read: late scrapes and remote writes must have arrived.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer, in MiB.</summary>
    public double MaxAnswerMiB { get; init; } = 32;

    /// <summary>Variables by arm: <c>version</c> of the baseline is 1.41.</summary>
    public ArmVariables Arms { get; init; } = new();

    /// <summary>Who asks; null: nobody in particular.</summary>
    public PrometheusLogin? Login { get; init; }

    /// <summary>Certificates; null: those of the system.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Further headers, such as a tenant's.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The metrics by name.</summary>
    public IReadOnlyDictionary<string, MetricQuery> Metrics { get; init; } = new Dictionary<string, MetricQuery>(StringComparer.Ordinal);
}

/// <summary>Variables by arm.</summary>
internal sealed record ArmVariables
{
    /// <summary>Of the baseline.</summary>
    public IReadOnlyDictionary<string, string> Baseline { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of the canary.</summary>
    public IReadOnlyDictionary<string, string> Canary { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Who asks: a token, or a user with a password; secrets stay in files and are read anew for each request, so they may rotate.</summary>
internal sealed record PrometheusLogin
{
    /// <summary>The file of a bearer token.</summary>
    public string? BearerFile { get; init; }

    /// <summary>The user.</summary>
    public string? User { get; init; }

    /// <summary>The file of the user's password.</summary>
    public string? PasswordFile { get; init; }
}

/// <summary>Certificates as PEM files.</summary>
internal sealed record TlsFiles
{
    /// <summary>The authorities to trust instead of the system's.</summary>
    public string? Ca { get; init; }

    /// <summary>Our own certificate.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its key.</summary>
    public string? Key { get; init; }
}
