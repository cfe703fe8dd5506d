namespace CanaryJudge.Judging.Reports;

/// <summary>How a piece of a line looks on a terminal with colours.</summary>
[Flags]
internal enum Ink
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Red = 4,
    Green = 8,
    Yellow = 16,
}
