namespace CanaryJudge.Judging.Kayenta;

/// <summary>What Kayenta says of one metric; the names are those of its answers.</summary>
public enum KayentaClass
{
    /// <summary>No difference that counts.</summary>
    Pass,

    /// <summary>The canary is higher.</summary>
    High,

    /// <summary>The canary is lower.</summary>
    Low,

    /// <summary>An arm is empty.</summary>
    Nodata,

    /// <summary>An arm is empty and the metric must have data.</summary>
    NodataFailMetric,

    /// <summary>The test could not be made; such a metric counts in no score.</summary>
    Error,
}
