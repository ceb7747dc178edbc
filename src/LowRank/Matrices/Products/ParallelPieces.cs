using LowRank.Interop;

namespace LowRank.Matrices;

/// <summary>Our own loops over parts of a matrix, never on more threads than the call may use.</summary>
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

    /// <summary>
    /// Shares pieces out among teams of one thread each, whose native calls stay on that thread: (team, first piece, the one after the
    /// last). Two teams of native threads would only wait for each other.
    /// </summary>
    public static void RunTeams(int teams, int pieces, Action<int, int, int> action)
    {
        Parallel.For(0, teams, new ParallelOptions { MaxDegreeOfParallelism = teams }, team =>
        {
            using NativeThreads one = NativeThreads.Limit(1);
            action(team, (int)((long)team * pieces / teams), (int)((team + 1L) * pieces / teams));
        });
    }
}
