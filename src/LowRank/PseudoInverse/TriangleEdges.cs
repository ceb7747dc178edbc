using System.Numerics;
using LowRank.Execution;
using LowRank.Interop;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.PseudoInverses;

/// <summary>The largest and the smallest singular value of a matrix, known or estimated.</summary>
internal readonly record struct SpectrumEdges(double Largest, double Smallest)
{
    public double Condition => Largest / Smallest;
}

/// <summary>
/// Both ends of the spectrum of an upper triangle: exactly where it is small, else by power and inverse iteration on four Gaussian
/// vectors. The estimates err inwards: σ₁ from below, σ_n from above, by a few per cent, which single precision tells as well and in half
/// of the time (then but for its rounding). LAPACK's <c>trcon</c> is no help here, since the 1-norm can exceed the 2-norm by √n.
/// </summary>
internal static class TriangleEdges<T>
    where T : unmanaged, INumberBase<T>
{
    /// <param name="r">R, zeros below its diagonal.</param>
    public static SpectrumEdges Of(DenseMatrix<T> r)
    {
        int n = r.ColumnCount;
        if (n == 0)
        {
            return new SpectrumEdges(0, double.PositiveInfinity);
        }

        if (n <= Tuning<PseudoInverseTuning>.Current.ExactTriangle)
        {
            double[] values = new double[n];
            Kernels<T>.SingularValues(r.Span, values);
            return new SpectrumEdges(values[0], values[^1]);
        }

        for (int j = 0; j < n; j++)
        {
            if (T.IsZero(r.Span[j, j]))
            {
                return new SpectrumEdges(Kernels<T>.FrobeniusNorm(r.Span), 0);
            }
        }

        return InSinglePrecision(r) ?? Iterate(r);
    }

    /// <summary>Null where T is not double, or the condition is too large for single precision.</summary>
    private static SpectrumEdges? InSinglePrecision(DenseMatrix<T> r)
    {
        if (r is not DenseMatrix<double> triangle)
        {
            return null;
        }

        int n = r.ColumnCount;
        double unit = 0;
        double least = double.PositiveInfinity;
        for (int j = 0; j < n; j++)
        {
            double diagonal = Math.Abs(triangle.Span[j, j]);
            unit = Math.Max(unit, diagonal);
            least = Math.Min(least, diagonal);
        }

        // The diagonal's ratio is at most the condition.
        if (!(unit <= Tuning<PseudoInverseTuning>.Current.LargestConditionInSingle * least))
        {
            return null;
        }

        using Workspace<float> workspace = new();
        DenseMatrix<float> rounded = workspace.Rent(n, n);
        for (int j = 0; j < n; j++)
        {
            ReadOnlySpan<double> from = triangle.Span.Major(j);
            Span<float> to = rounded.Span.Major(j);
            for (int i = 0; i < n; i++)
            {
                to[i] = (float)(from[i] / unit);
            }
        }

        SpectrumEdges edges = TriangleEdges<float>.Iterate(rounded);
        return edges.Condition <= Tuning<PseudoInverseTuning>.Current.LargestConditionInSingle
            ? new SpectrumEdges(unit * edges.Largest, unit * edges.Smallest) : null;
    }

    private static SpectrumEdges Iterate(DenseMatrix<T> r)
    {
        int n = r.ColumnCount;

        // Products with four vectors are over before threads have met.
        using NativeThreads one = NativeThreads.Limit(1);
        using Workspace<T> workspace = new();
        PseudoInverseTuning tuning = Tuning<PseudoInverseTuning>.Current;
        DenseMatrix<T> start = workspace.Rent(n, tuning.EdgeVectors);
        new GaussianSketch<T>(RandomizedOptions.DefaultSeed, RandomStream.Probe).Fill(start, 0, 1);
        DenseMatrix<T> v = workspace.Rent(n, tuning.EdgeVectors);
        DenseMatrix<T> w = workspace.Rent(n, tuning.EdgeVectors);

        Kernels<T>.Copy(start.Span, v.Span);
        Normalize(v);
        double largest = 0;
        for (int i = 0; i < tuning.EdgeIterations; i++)
        {
            Kernels<T>.Gemm(T.One, r.Span, v.Span, T.Zero, w.Span);
            largest = Math.Max(largest, Normalize(w));
            Kernels<T>.Gemm(T.One, r.Span.ConjugateTranspose(), w.Span, T.Zero, v.Span);
            largest = Math.Max(largest, Normalize(v));
        }

        Kernels<T>.Copy(start.Span, v.Span);
        Normalize(v);
        double inverse = 0;
        for (int i = 0; i < tuning.EdgeIterations; i++)
        {
            Kernels<T>.SolveUpperAdjoint(r.Span, v.Span);
            inverse = Math.Max(inverse, Normalize(v));
            Kernels<T>.SolveUpper(r.Span, v.Span);
            inverse = Math.Max(inverse, Normalize(v));
        }

        // What overflowed shows as NaN or infinity: no estimate, and so nothing is clear.
        return new SpectrumEdges(largest, double.IsFinite(inverse) ? 1 / inverse : 0);
    }

    /// <summary>Scales each column to norm 1; returns the largest norm.</summary>
    private static double Normalize(DenseMatrix<T> v)
    {
        double largest = 0;
        for (int j = 0; j < v.ColumnCount; j++)
        {
            double norm = Kernels<T>.FrobeniusNorm(v.Span.Columns(j, 1));
            largest = double.IsFinite(norm) ? Math.Max(largest, norm) : double.PositiveInfinity;
            if (norm > 0 && double.IsFinite(norm))
            {
                Kernels<T>.ScaleVector(Scalar<T>.FromDouble(1 / norm), v.Span.Major(j));
            }
        }

        return largest;
    }
}
