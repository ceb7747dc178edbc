namespace LowRank.Tests;

/// <summary>What a property draws: three sizes, three storages, a seed. The matrices are built inside the property, so that a failure
/// shrinks.</summary>
internal sealed record Sizes(int M, int N, int K, Storage A, Storage B, Storage C, int Seed);
