using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>
/// The greedy k-tuples of C-11: again and again the k terms whose sum has the smallest norm are dropped. From the Gram matrix of the
/// terms, which also gives the error of what is left exactly: ‖Σ_dropped v‖² = 1ᵀ G 1 over the dropped ones.
/// </summary>
/// <param name="Kept">Ascending.</param>
/// <param name="Squared">The squared error, in units of the norms' scale.</param>
/// <param name="ReferenceSquared">‖XY‖², in the same units.</param>
internal sealed record GreedySelection(int[] Kept, double Squared, double ReferenceSquared)
{
    private const double MostTuples = 1e9;

    /// <summary>Drops terms until as many as asked for are left.</summary>
    public static GreedySelection ToCount<T>(Factor<T> x, DenseMatrix<T> y, TermNorms norms, int count, int tupleSize, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        CheckTuples(norms.Count, Math.Max(0, norms.Count - count), tupleSize);
        return Run(x, y, norms, (kept, _) => kept >= count, count, tupleSize, context);
    }

    /// <summary>Drops terms as long as the error stays within what is allowed; at least one is kept.</summary>
    public static GreedySelection ToError<T>(
        Factor<T> x, DenseMatrix<T> y, TermNorms norms, Func<double, double> allowedSquare, int tupleSize, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        CheckTuples(norms.Count, norms.Count, tupleSize);
        double allowed = double.NaN;
        return Run(
            x, y, norms, (kept, state) =>
            {
                allowed = double.IsNaN(allowed) ? allowedSquare(state.Reference) : allowed;
                return kept >= 1 && state.Squared <= allowed;
            },
            1, tupleSize, context);
    }

    private static GreedySelection Run<T>(
        Factor<T> x, DenseMatrix<T> y, TermNorms norms, Func<int, (double Squared, double Reference), bool> mayDrop, int fewest,
            int tupleSize,
        RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<double> workspace = new();
        int l = norms.Count;
        DenseMatrix<double> gram = TermGram.Cosines(x, y, norms, [.. Enumerable.Range(0, l)], workspace);
        double reference = 0;
        for (int j = 0; j < l; j++)
        {
            for (int i = 0; i < l; i++)
            {
                gram[i, j] *= norms.Weights[i] * norms.Weights[j];
                reference += gram[i, j];
            }
        }

        List<int> kept = [.. Enumerable.Range(0, l)];
        List<int> dropped = [];
        double squared = 0;
        while (kept.Count > fewest)
        {
            context.Step("greedy selection", 1, 4);
            int[] tuple = new TupleSearch(gram, kept, Math.Min(tupleSize, kept.Count - fewest)).Smallest();
            double after = squared + tuple.Sum(i => tuple.Sum(j => gram[i, j])) + (2 * tuple.Sum(i => dropped.Sum(j => gram[i, j])));
            if (!mayDrop(kept.Count - tuple.Length, (after, reference)))
            {
                break;
            }

            squared = after;
            dropped.AddRange(tuple);
            kept.RemoveAll(tuple.Contains);
        }

        return new GreedySelection([.. kept], squared, Math.Max(0, reference));
    }

    private static void CheckTuples(int terms, int toDrop, int tupleSize)
    {
        double tuples = Math.Ceiling((double)toDrop / tupleSize);
        for (int i = 0; i < tupleSize; i++)
        {
            tuples *= (double)(terms - i) / (i + 1);
        }

        if (tuples > MostTuples)
        {
            ColumnRowOptions.Refuse(
                nameof(ColumnRowOptions.TupleSize),
                $"The greedy scheme would look at {tuples:G2} tuples of {tupleSize} out of {terms} terms; it is for small inner "
                    + "dimensions. Lower TupleSize, or take another scheme.");
        }
    }

    /// <summary>Finds the tuple of the smallest 1ᵀ G 1, the first in lexicographic order among equals.</summary>
    private sealed class TupleSearch(DenseMatrix<double> gram, List<int> candidates, int size)
    {
        private readonly int[] _current = new int[size];
        private int[] _best = [];
        private double _smallest = double.PositiveInfinity;

        public int[] Smallest()
        {
            Extend(0, 0, 0);
            return _best;
        }

        private void Extend(int depth, int first, double sum)
        {
            if (depth == size)
            {
                if (sum < _smallest)
                {
                    _smallest = sum;
                    _best = [.. _current];
                }

                return;
            }

            MatrixSpan<double> g = gram.Span;
            for (int next = first; next <= candidates.Count - (size - depth); next++)
            {
                int index = candidates[next];
                double extended = sum + g[index, index];
                for (int i = 0; i < depth; i++)
                {
                    extended += 2 * g[_current[i], index];
                }

                _current[depth] = index;
                Extend(depth + 1, next + 1, extended);
            }
        }
    }
}
