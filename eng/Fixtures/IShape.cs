namespace CanaryJudge.Fixtures;

/// <summary>A way in which a metric's data can look, and how a release can change it.</summary>
internal interface IShape
{
    /// <summary>The rows of both arms, in any order.</summary>
    /// <param name="chance">The case's chance.</param>
    IEnumerable<Row> Rows(Chance chance);
}
