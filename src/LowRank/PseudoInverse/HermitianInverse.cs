using System.Globalization;
using System.Numerics;
using LowRank.Execution;
using LowRank.Approximations;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.PseudoInverses;

/// <summary>A⁺ = V diag(1/λ) Vᴴ of a Hermitian A = V diag(λ) Vᴴ; |λ| are the singular values.</summary>
internal static class HermitianInverse<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Whether A = Aᴴ to the last bit.</summary>
    public static bool IsHermitian(DenseMatrix<T> a) => a.RowCount == a.ColumnCount && Asymmetry(a, 0) == 0;

    /// <summary>Refuses a matrix that is not Hermitian to rounding.</summary>
    public static void Check(DenseMatrix<T> a, string name)
    {
        if (a.RowCount != a.ColumnCount)
        {
            throw new ArgumentException($"{name} is {MatrixGuard.Shape(a)}; the method Hermitian needs a square matrix.", name);
        }

        double allowed = Tuning<PseudoInverseTuning>.Current.LargestAsymmetry * Scalar<T>.Epsilon * Kernels<T>.LargestMagnitude(a.Span);
        double asymmetry = Asymmetry(a, allowed);
        if (asymmetry > allowed)
        {
            throw new ArgumentException(
                $"{name} ({MatrixGuard.Shape(a)}) is not Hermitian: two mirrored entries differ by "
                    + $"{asymmetry.ToString("G3", CultureInfo.InvariantCulture)}.", name);
        }
    }

    public static Inversion<T> Of(DenseMatrix<T> a, ThresholdRule rule, string reason)
    {
        int n = a.RowCount;
        using Workspace<T> workspace = new();
        DenseMatrix<T> vectors = workspace.Rent(n, n);

        // The mean of both triangles, halved first so that it cannot overflow.
        T half = Scalar<T>.FromDouble(0.5);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                vectors.Span[i, j] = (half * a.Span[i, j]) + (half * Scalar<T>.Conjugate(a.Span[j, i]));
            }
        }

        double[] eigenvalues = new double[n];
        Kernels<T>.Eigh(vectors.Span, eigenvalues);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(j => Math.Abs(eigenvalues[j]))];
        double[] magnitudes = Array.ConvertAll(order, j => Math.Abs(eigenvalues[j]));
        int rank = rule.Rank<T>(magnitudes);
        DenseMatrix<T> v = DenseMatrix.Uninitialized<T>(n, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.GatherRows(vectors.Span.Transpose(), order.AsSpan(0, rank), v.Span.Transpose());
        double[] inverse = [.. order.Take(rank).Select(j => 1 / eigenvalues[j])];
        KeptSpectrum spectrum = new(magnitudes[..rank], n == 0 ? rule.Absolute : rule.Of(magnitudes[0]), SvdDriver.DivideAndConquer);
        return new Inversion<T>(
            new FactoredProduct<T>(new Factor<T>(v), inverse, new Factor<T>(v, IsAdjoint: true)),
            PseudoInverseMethod.Hermitian,
            string.Create(CultureInfo.InvariantCulture, $"{reason}; {rank} of {n} eigenvalues exceed {spectrum.Threshold:G3} in magnitude"),
            new Lazy<KeptSpectrum>(spectrum),
            rank == 0 ? double.PositiveInfinity : spectrum.Values[^1],
            () => SvdInverse<T>.Norm(inverse));
    }

    /// <summary>The largest |a_ij − conj(a_ji)|, or the first that exceeds a limit.</summary>
    private static double Asymmetry(DenseMatrix<T> a, double limit)
    {
        MatrixSpan<T> span = a.Span;
        double largest = 0;
        for (int i = 0; i < a.RowCount && largest <= limit; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                largest = Math.Max(largest, Scalar<T>.Abs(span[i, j] - Scalar<T>.Conjugate(span[j, i])));
            }
        }

        return largest;
    }
}
