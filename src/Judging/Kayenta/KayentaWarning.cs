namespace CanaryJudge.Judging.Kayenta;

/// <summary>A known flaw of Kayenta that was reproduced here and touches the answer.</summary>
/// <param name="Code">Which flaw.</param>
/// <param name="Message">One or two sentences.</param>
public sealed record KayentaWarning(KayentaFlaw Code, string Message);

/// <summary>The known flaws.</summary>
public enum KayentaFlaw
{
    /// <summary>The classification depends on where within 1e-4 the root finder stopped; an exact interval may say otherwise.</summary>
    RootTolerance,

    /// <summary>Both arms are constant: Kayenta adds random noise, and its ratio, sometimes its classification, differs from run to run.</summary>
    RandomNoise,

    /// <summary>The metric is Error, so it counts in no score and cannot fail the judgement.</summary>
    ErrorNotCounted,
}
