namespace CanaryJudge.Sources.Policies;

/// <summary>Where something stands in a text: line and column from 1, and how many characters it takes.</summary>
internal readonly record struct Place(int Line, int Column, int Length);
