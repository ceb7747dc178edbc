namespace LowRank;

/// <summary>How far a computation has come.</summary>
/// <param name="Stage">What is being done, such as <c>power iteration 2 of 2</c>.</param>
/// <param name="Fraction">The share of the native calls that are done, 0 … 1. It counts calls, not time: a method of one long call stays
/// at 0 until it is done.</param>
public readonly record struct LowRankProgress(string Stage, double Fraction);
