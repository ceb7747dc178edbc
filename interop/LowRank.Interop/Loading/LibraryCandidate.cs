namespace LowRank.Interop;

/// <summary>A file or bare name to load, or, where <paramref name="Missing"/> says why, a place that has nothing to load.</summary>
internal readonly record struct LibraryCandidate(string Path, string? Missing = null);
