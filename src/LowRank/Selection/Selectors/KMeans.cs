using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>The columns nearest to the centres of k clusters: Lloyd's iteration from seeds drawn far apart (k-means++, Arthur and
/// Vassilvitskii 2007).</summary>
internal sealed class KMeans<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public Selected<T> Select(SelectionProblem<T> problem)
    {
        DenseMatrix<T> a = problem.Entries();
        int count = problem.Limit;
        double norm = Kernels<T>.FrobeniusNorm(a.Span);
        int n = a.ColumnCount;
        if (count == 0 || norm == 0)
        {
            return new Selected<T>([.. Enumerable.Range(0, count)]);
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> points = workspace.Rent(a.RowCount, n);
        Kernels<T>.Copy(a.Span, points.Span);
        Kernels<T>.Scale(Scalar<T>.FromDouble(Math.ScaleB(1, -Math.ILogB(norm))), points.Span);
        double[] squares = new double[n];
        Kernels<T>.ColumnSquares(points.Span, squares);
        DenseMatrix<T> centres = Seeds(points, squares, count, new IndexSampler(problem.Options.Seed), workspace);
        DenseMatrix<T> products = workspace.Rent(n, count);
        int[] nearest = new int[n];
        double[] distances = new double[n];
        for (int round = 0; round < problem.Tuning.MostKMeansRounds; round++)
        {
            bool hasChanged = Assign(points, squares, centres, products, nearest, distances) || round == 0;
            if (!hasChanged)
            {
                break;
            }

            Centre(points, centres, nearest, distances);
        }

        // Each centre takes the nearest column that no centre before it took.
        int[] chosen = new int[count];
        double[] centreSquares = new double[count];
        double[] nearness = new double[n];
        Kernels<T>.ColumnSquares(centres.Span, centreSquares);
        Kernels<T>.Gemm(T.One, points.Span.ConjugateTranspose(), centres.Span, T.Zero, products.Span);
        for (int c = 0; c < count; c++)
        {
            for (int j = 0; j < n; j++)
            {
                nearness[j] = (2 * Scalar<T>.ToDouble(products.Span[j, c])) - squares[j];
            }

            foreach (int taken in chosen.AsSpan(0, c))
            {
                nearness[taken] = double.NegativeInfinity;
            }

            double size = squares[Ties.FirstLargest(nearness, 0)] + centreSquares[c];
            chosen[c] = Ties.FirstLargest(nearness, problem.Tuning.DistanceTieUnits * Scalar<T>.Epsilon * size);
        }

        return new Selected<T>(chosen);
    }

    private static DenseMatrix<T> Seeds(DenseMatrix<T> points, double[] squares, int count, IndexSampler sampler, Workspace<T> workspace)
    {
        int n = points.ColumnCount;
        DenseMatrix<T> centres = workspace.Rent(points.RowCount, count);
        DenseMatrix<T> products = workspace.Rent(n, 1);
        double[] distances = [.. Enumerable.Repeat(1.0, n)];
        bool[] isSeed = new bool[n];
        for (int c = 0; c < count; c++)
        {
            int seed = distances.Any(d => d > 0) ? sampler.Draw(distances, c) : Array.FindIndex(isSeed, s => !s);
            isSeed[seed] = true;
            Kernels<T>.Copy(points.Span.Columns(seed, 1), centres.Span.Columns(c, 1));
            Kernels<T>.Gemm(T.One, points.Span.ConjugateTranspose(), points.Span.Columns(seed, 1), T.Zero, products.Span);
            for (int j = 0; j < n; j++)
            {
                double distance = Math.Max(0, squares[j] - (2 * Scalar<T>.ToDouble(products.Span[j, 0])) + squares[seed]);
                distances[j] = isSeed[j] ? 0 : c == 0 ? distance : Math.Min(distances[j], distance);
            }
        }

        return centres;
    }

    /// <summary>The nearest centre of each point; whether any has changed.</summary>
    private static bool Assign(
        DenseMatrix<T> points, double[] squares, DenseMatrix<T> centres, DenseMatrix<T> products, int[] nearest, double[] distances)
    {
        double[] centreSquares = new double[centres.ColumnCount];
        Kernels<T>.ColumnSquares(centres.Span, centreSquares);
        Kernels<T>.Gemm(T.One, points.Span.ConjugateTranspose(), centres.Span, T.Zero, products.Span);
        bool hasChanged = false;
        for (int j = 0; j < nearest.Length; j++)
        {
            int best = 0;
            double least = double.PositiveInfinity;
            for (int c = 0; c < centreSquares.Length; c++)
            {
                double distance = squares[j] - (2 * Scalar<T>.ToDouble(products.Span[j, c])) + centreSquares[c];
                (best, least) = distance < least ? (c, distance) : (best, least);
            }

            hasChanged |= nearest[j] != best;
            (nearest[j], distances[j]) = (best, least);
        }

        return hasChanged;
    }

    /// <summary>Each centre := the mean of its points; one without points takes the point farthest from its own centre.</summary>
    private static void Centre(DenseMatrix<T> points, DenseMatrix<T> centres, int[] nearest, double[] distances)
    {
        int[] sizes = new int[centres.ColumnCount];
        Kernels<T>.Fill(T.Zero, centres.Span);
        for (int j = 0; j < nearest.Length; j++)
        {
            sizes[nearest[j]]++;
            Span<T> centre = centres.Span.Major(nearest[j]);
            ReadOnlySpan<T> point = points.Span.Major(j);
            for (int i = 0; i < centre.Length; i++)
            {
                centre[i] += point[i];
            }
        }

        for (int c = 0; c < sizes.Length; c++)
        {
            if (sizes[c] == 0)
            {
                int farthest = Array.IndexOf(distances, distances.Max());
                distances[farthest] = double.NegativeInfinity;
                Kernels<T>.Copy(points.Span.Columns(farthest, 1), centres.Span.Columns(c, 1));
            }
            else
            {
                Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1.0 / sizes[c]), centres.Span.Major(c));
            }
        }
    }
}
