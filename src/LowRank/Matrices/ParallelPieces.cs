namespace LowRank.Matrices;

/// <summary>Our own loops over parts of a matrix. They never run while a native call does, and never on more threads than the call may use.</summary>
internal static class ParallelPieces
{
    /// <summary>Calls an action for each piece [start, start + count); the pieces do not depend on the number of threads.</summary>
    public static void Run(int total, int perPiece, int? maxDegreeOfParallelism, Action<int, int> action)
    {
        int pieces = (total + perPiece - 1) / perPiece;
        if (pieces <= 1 || maxDegreeOfParallelism == 1)
        {
            for (int start = 0; start < total; start += perPiece)
            {
                action(start, Math.Min(perPiece, total - start));
            }

            return;
        }

        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism ?? -1 }, piece =>
            action(piece * perPiece, Math.Min(perPiece, total - (piece * perPiece))));
    }
}
