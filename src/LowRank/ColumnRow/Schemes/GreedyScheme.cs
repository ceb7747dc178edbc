using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>
/// Greedy k-tuples: again and again the k terms whose sum has the smallest norm are dropped. From the Gram matrix of the terms, which also
/// gives the error of what is left exactly: ‖Σ_dropped v‖² = 1ᵀ G 1 over the dropped ones.
/// </summary>
internal static class GreedyScheme
{
    /// <summary>Drops terms until as many as asked for are left.</summary>
    public static TermSelection ToCount<T>(TermProblem<T> problem, int count)
        where T : unmanaged, INumberBase<T>
    {
        CheckTuples(problem.Count, Math.Max(0, problem.Count - count), problem.Options.GreedyTupleSize);
        return Drop(problem, count, _ => double.PositiveInfinity) with { SampleCount = count };
    }

    /// <summary>Drops terms as long as the error stays within what is allowed, and beyond that where more than the most would be left; at
    /// least one is kept.</summary>
    public static TermSelection ToError<T>(TermProblem<T> problem, Truncation truncation, int most)
        where T : unmanaged, INumberBase<T>
    {
        CheckTuples(problem.Count, problem.Count, problem.Options.GreedyTupleSize);
        TermSelection selection = Drop(problem, 1, norm => Math.Pow(problem.Norms.Allowed(truncation, norm), 2));
        int kept = selection.Indices.Length;
        return kept > most ? ToCount(problem, most) : kept == problem.Count ? TermSelection.All(kept, ColumnRowScheme.Greedy) : selection;
    }

    private static TermSelection Drop<T>(TermProblem<T> problem, int fewest, Func<double, double> allowedSquare)
        where T : unmanaged, INumberBase<T>
    {
        TermNorms norms = problem.Norms;
        using Workspace<double> workspace = new();
        int l = norms.Count;
        DenseMatrix<double> gram = TermGram.Cosines(problem.X, problem.Y, norms, [.. Enumerable.Range(0, l)], workspace);
        double square = 0;
        for (int j = 0; j < l; j++)
        {
            for (int i = 0; i < l; i++)
            {
                gram[i, j] *= norms.Weights[i] * norms.Weights[j];
                square += gram[i, j];
            }
        }

        double reference = norms.Scale * Math.Sqrt(Math.Max(0, square));
        double allowed = allowedSquare(reference);
        List<int> kept = [.. Enumerable.Range(0, l)];
        List<int> dropped = [];
        double squared = 0;
        while (kept.Count > fewest)
        {
            problem.Context.Step("greedy selection", 1, 4);
            int[] tuple = new TupleSearch(gram, kept, Math.Min(problem.Options.GreedyTupleSize, kept.Count - fewest)).Smallest();
            double after = squared + tuple.Sum(i => tuple.Sum(j => gram[i, j])) + (2 * tuple.Sum(i => dropped.Sum(j => gram[i, j])));
            if (!(after <= allowed))
            {
                break;
            }

            squared = after;
            dropped.AddRange(tuple);
            kept.RemoveAll(tuple.Contains);
        }

        return new TermSelection(ColumnRowScheme.Greedy, [.. kept], TermSelection.Ones(kept.Count), kept.Count, ExpectedSquare.None)
        {
            Squared = squared,
            Reference = reference,
        };
    }

    private static void CheckTuples(int terms, int toDrop, int tupleSize)
    {
        double tuples = Math.Ceiling((double)toDrop / tupleSize);
        for (int i = 0; i < tupleSize; i++)
        {
            tuples *= (double)(terms - i) / (i + 1);
        }

        if (tuples > Tuning<ColumnRowTuning>.Current.MostTuples)
        {
            ColumnRowOptions.Refuse(
                nameof(ColumnRowOptions.GreedyTupleSize),
                $"The greedy scheme would look at {tuples:G2} tuples of {tupleSize} out of {terms} terms; it is for small inner "
                    + $"dimensions. Lower {nameof(ColumnRowOptions.GreedyTupleSize)}, or take another scheme.");
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
