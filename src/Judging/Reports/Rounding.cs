namespace CanaryJudge.Judging.Reports;

/// <summary>Where a size is rounded to.</summary>
internal enum Rounding
{
    /// <summary>To the nearest; halves away from zero.</summary>
    Nearest,

    /// <summary>Towards zero.</summary>
    Down,

    /// <summary>Away from zero.</summary>
    Up,
}
