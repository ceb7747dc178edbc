using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class SubnormalInputTestsOfSingle : SubnormalInputTests<float>;

public sealed class SubnormalInputTestsOfDouble : SubnormalInputTests<double>;

public sealed class SubnormalInputTestsOfComplex : SubnormalInputTests<Complex>;

/// <summary>A matrix of subnormal numbers alone is refused by name; one with a single number of full digits is taken.</summary>
public abstract class SubnormalInputTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly Dictionary<string, Action<DenseMatrix<T>>> _calls = new()
    {
        ["pseudo-inverse"] = a => PseudoInverse.Compute(a),
        ["pseudo-inverse by SVD"] = a => PseudoInverse.Compute(a, new PseudoInverseOptions { Method = PseudoInverseMethod.Svd }),
        ["form"] = a => PseudoInverse.Form(a),
        ["solve"] = a => PseudoInverse.Solve(a, DenseMatrix.Create<T>(a.RowCount, 1)),
        ["least squares"] = a => PseudoInverse.LeastSquares(a, DenseMatrix.Create<T>(a.RowCount, 1)),
        ["SVD"] = a => TruncatedSvd.Compute(a, 2),
        ["Lanczos"] = a => TruncatedSvd.Compute(a, 2, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Lanczos }),
        ["interpolative"] = a => InterpolativeDecomposition.Compute(a, 2),
        ["CUR"] = a => CurDecomposition.Compute(a, 2),
        ["columns"] = a => ColumnSelection.Select(a, 2),
        ["PCA"] = a => Pca.Fit(a, 2),
        ["norm"] = a => SpectralNorm.Estimate(a),
        ["sparse"] = a => TruncatedSvd.Compute(SparseMatrix.FromDense(a), 2),
    };

    public static TheoryData<string> Names => [.. _calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_where_all_entries_are_subnormal(string name)
    {
        // 4e-320 in double; the smallest of all numbers; just below the first with all digits.
        double unit = Scalar<T>.SmallestNormal;
        foreach (double size in new[] { 1.8e-12 * unit, Scalar<T>.Epsilon * unit, 0.001 * unit, 0.02 * unit })
        {
            DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Build(8, 6, (i, j) => size * Math.Round(1 + Math.Abs(Math.Sin((7 * i) + j)))));
            if (Scalar<T>.IsSingle && a.FrobeniusNorm() == 0)
            {
                continue;
            }

            ArgumentException thrown = Assert.Throws<ArgumentException>(() => _calls[name](a));
            Assert.Contains("subnormal", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_taken_with_numbers_of_all_digits(string name)
    {
        double unit = 1e3 * Scalar<T>.SmallestNormal;
        DenseMatrix<T> a = Oracle.ToMatrix<T>(
            Oracle.Build(8, 6, (i, j) => i == j ? unit * (1 + i) : i == 7 ? Scalar<T>.Epsilon * unit : 0));
        _calls[name](a);
    }
}
