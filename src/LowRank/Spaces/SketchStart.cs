namespace LowRank.Spaces;

/// <summary>The random matrix that a space starts from.</summary>
/// <param name="Kind">Its distribution.</param>
/// <param name="Seed">The user's seed.</param>
internal readonly record struct SketchStart(SketchKind Kind, ulong Seed);
