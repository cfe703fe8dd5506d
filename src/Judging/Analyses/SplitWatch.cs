using CanaryJudge.Judging.Model;
using CanaryJudge.Judging.Reports;
using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Judging.Analyses;

/// <summary>How a metric's requests split between the arms, over all looks: the evidence that it is not as it should be.</summary>
/// <remarks>Sticky routing deals out users, not requests, so the evidence finds too much: it is told of, and by itself fails nothing.</remarks>
internal sealed class SplitWatch
{
    private readonly SampleRatio _ratio = new([0.5, 0.5]);
    private int _epoch;
    private double _share;
    private double _baseline;
    private double _canary;

    /// <summary>Requests of both arms since the share changed last.</summary>
    public double Total => _baseline + _canary;

    /// <summary>Takes a closed bucket's requests.</summary>
    /// <param name="epoch">The step in force.</param>
    /// <param name="baseline">The baseline's requests.</param>
    /// <param name="canary">The canary's requests.</param>
    /// <param name="share">The canary's expected share in that step; null: not known, or an arm should have nothing.</param>
    public void Add(int epoch, double baseline, double canary, double? share)
    {
        if (share is not (> 0 and < 1 and var expected))
        {
            (_epoch, _share, _baseline, _canary) = (epoch, 0, 0, 0);
            return;
        }

        if (expected != _share || epoch != _epoch)
        {
            (_epoch, _share, _baseline, _canary) = (epoch, expected, 0, 0);
            _ratio.NextStep([1 - expected, expected]);
        }

        (_baseline, _canary) = (_baseline + baseline, _canary + canary);
        _ratio.Add([baseline, canary]);
    }

    /// <summary>What is wrong with the split; null: nothing, or nothing is expected.</summary>
    /// <param name="metric">The metric that counts the requests.</param>
    public Warning? Mismatch(string metric) => _share > 0 && Total > 0 && _ratio.IsOff
        ? new(WarningCode.SplitMismatch, $"The canary has {Numbers.Share(_canary / Total)} of the traffic ({Numbers.Count(_canary)} of {Numbers.Count(Total)} in {metric}), not {Numbers.Share(_share)} as expected: {Numbers.Chance(_ratio.AnytimeP)} by chance.")
        : null;

    /// <summary>Writes the state.</summary>
    public void Write(StateWriter to)
    {
        to.Length(_epoch);
        to.Number(_share);
        to.Number(_baseline);
        to.Number(_canary);
        PartState.Write(to, _ratio);
    }

    /// <summary>Reads the state.</summary>
    public void Read(ref StateReader from)
    {
        (_epoch, _share, _baseline, _canary) = (from.Length(), from.Number(), from.Number(), from.Number());
        PartState.Read(from.Bytes(), _ratio);
    }
}
