namespace LowRank.Matrices;

/// <summary>Checks of lists of chosen columns or rows.</summary>
internal static class IndexGuard
{
    /// <summary>Each is in 0 … count − 1, none comes twice, and there are at most <paramref name="most"/>.</summary>
    public static void Distinct(ReadOnlySpan<int> indices, int count, int most, string name)
    {
        MatrixGuard.Indices(indices, count, name);
        HashSet<int> taken = [];
        foreach (int index in indices)
        {
            if (!taken.Add(index))
            {
                throw new ArgumentException($"The index {index} comes twice.", name);
            }
        }

        if (indices.Length > most)
        {
            throw new ArgumentException($"There are {indices.Length} indices; the rank can be at most {most}.", name);
        }
    }
}
