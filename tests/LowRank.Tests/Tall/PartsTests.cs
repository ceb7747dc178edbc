using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class PartsTestsOfSingle : PartsTests<float>;

public sealed class PartsTestsOfDouble : PartsTests<double>;

public sealed class PartsTestsOfComplex : PartsTests<Complex>;

/// <summary>Three parts give what one does: uneven ones, of a single row, and empty.</summary>
public abstract class PartsTests<T>
    where T : unmanaged, INumberBase<T>
{
    private const int RowCount = 57;

    private static readonly RunContext Context = new(new TruncatedSvdOptions(), default);

    public static TheoryData<int[]> Splits() => [.. Parts.ThreeOf(RowCount)];

    [Theory]
    [MemberData(nameof(Splits))]
    public void Sums_along_the_rows(int[] counts)
    {
        DenseMatrix<T> y = Draw(RowCount, 7, 1);
        DenseMatrix<T> b = Draw(RowCount, 4, 2);
        double[] norms = TallBlock<T>.Whole(y).ColumnNorms();
        T[] largest = TallBlock<T>.Whole(y).LargestEntries();
        DenseMatrix<T>[] deflated = Parts.Run(counts, space =>
        {
            TallBlock<T> own = Own(y, space);
            TallBlock<T> other = Own(b, space);
            DenseMatrix<T> inner = New(7, 4);
            own.MultiplyAdjoint(other, inner);
            Close(y.ConjugateTranspose() * b, inner, RowCount, "Yᴴ B");
            DenseMatrix<T> gram = New(7, 7);
            own.Gram(gram);
            Kernels<T>.MirrorUpper(gram.Span, 0, 7);
            Close(y.ConjugateTranspose() * y, gram, RowCount, "Yᴴ Y");
            Expect.Close(own.FrobeniusNorm(), y.FrobeniusNorm(), 1e-14 * y.FrobeniusNorm(), "the norm");
            Assert.Equal(norms, own.ColumnNorms(), (x, z) => Math.Abs(x - z) <= 1e-14 * x);
            Assert.Equal(largest, own.LargestEntries());
            using Workspace<T> workspace = new();
            Orthonormalizer<T>.Orthonormalize(own);
            other.Deflate(own, workspace);
            return other.Local;
        });
        DenseMatrix<T> q = y.ToDense(MatrixLayout.ColumnMajor);
        Orthonormalizer<T>.Orthonormalize(q);
        Close(Minus(b, q * (q.ConjugateTranspose() * b)), Stacked(deflated, 4), RowCount, "(I − QQᴴ) B");
    }

    /// <summary>One Cholesky pass, two, shifted ones, and Householder QR; columns that depend on each other; rows that only one part
    /// has.</summary>
    [Theory]
    [MemberData(nameof(Splits))]
    public void Orthonormal_columns_and_one_triangle(int[] counts)
    {
        double extreme = typeof(T) == typeof(float) ? 1e-25 : 1e-200;
        foreach (double ratio in new[] { 1, 1e-3, 1e-9, 0, extreme })
        {
            DenseMatrix<T> y = Draw(RowCount, 9, 3);
            for (int i = 0; i < RowCount; i++)
            {
                for (int j = 0; j < 9; j++)
                {
                    // Columns that are nearly the first one, or all of them tiny.
                    y[i, j] = ratio == extreme ? y[i, j] * Scalar<T>.FromDouble(ratio)
                        : j == 0 ? y[i, 0] : y[i, 0] + (y[i, j] * Scalar<T>.FromDouble(ratio));
                }
            }

            foreach (bool isHouseholder in new[] { false, true })
            {
                foreach (int rows in new[] { 1024, 2 })
                {
                    using IDisposable _ = Tuning<TallTuning>.Use(new() { RowsPerPanel = rows, WidthsPerPanel = 2 });
                    (DenseMatrix<T> Q, DenseMatrix<T> R)[] parts = Parts.Run(counts, space =>
                    {
                        TallBlock<T> own = Own(y, space);
                        DenseMatrix<T> r = New(9, 9);
                        if (isHouseholder)
                        {
                            Orthonormalizer<T>.Householder(own, r);
                        }
                        else
                        {
                            Orthonormalizer<T>.Orthonormalize(own, r);
                        }

                        return (own.Local, r);
                    });
                    DenseMatrix<T> q = Stacked([.. parts.Select(part => part.Q)], 9);
                    string what = $"{(isHouseholder ? "Householder" : "Gram")}, ratio {ratio}, panels of {rows}";
                    Close(Identity(9), q.ConjugateTranspose() * q, RowCount, what);
                    Close(y, q * parts[0].R, RowCount, what);
                    Assert.All(parts, part => Assert.Equal(parts[0].R.Memory.ToArray(), part.R.Memory.ToArray()));
                    Assert.All(Enumerable.Range(0, 9), j => Assert.Equal(T.Zero, j == 8 ? T.Zero : parts[0].R[8, j]));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void Random_rows_are_those_of_the_whole(int[] counts)
    {
        foreach (SketchKind kind in Enum.GetValues<SketchKind>())
        {
            Sketch<T> sketch = new(kind, 5, RandomStream.Sketch, 12);
            DenseMatrix<T> whole = New(RowCount, 11);
            sketch.Fill(whole, 3);
            DenseMatrix<T>[] parts = Parts.Run(counts, space =>
            {
                DenseMatrix<T> own = New(space.LocalCount, 11);
                sketch.Fill(own, 3, 1, space);
                return own;
            });
            Assert.Equal(whole.Memory.ToArray(), Stacked(parts, 11).Memory.ToArray());
        }

        DenseMatrix<T> a = Draw(RowCount, 6, 4);
        DenseMatrix<T> sums = New(5, 6);
        new SignedRowSums<T>(7, RandomStream.Sketch, 5, RowCount).Multiply(a, sums, 1);
        Parts.Run(counts, space =>
        {
            DenseMatrix<T> own = New(5, 6);
            SignedRowSums<T> signs = new(7, RandomStream.Sketch, 5, space.LocalCount, firstColumn: space.First);
            signs.Multiply(a.AsRows((int)space.First, space.LocalCount), own, 1);
            space.Sum(own);
            Close(sums, own, RowCount, "signed sums of rows");
            return 0;
        });
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void Errors_of_a_basis(int[] counts)
    {
        DenseMatrix<T> a = Draw(RowCount, 20, 8);
        DenseMatrix<T> q = Draw(RowCount, 5, 9);
        Orthonormalizer<T>.Orthonormalize(q);
        double captured = (q.ConjugateTranspose() * a).FrobeniusNorm();
        double tolerance = typeof(T) == typeof(float) ? 1e-5 : 1e-13;
        foreach (double? norm in new double?[] { null, a.FrobeniusNorm() })
        {
            Residual expected = ResidualEstimator<T>.OfBasis(a, norm, q, captured, 1, Context);
            SpectralResidual spectral = SpectralResidual.Of(a, q, 1, 1, Context);
            Parts.Run(counts, space =>
            {
                PartOperator<T> own = new(a, space);
                TallBlock<T> basis = Own(q, space);
                Residual residual = ResidualEstimator<T>.OfBasis(own, norm, basis, captured, 1, Context);
                Assert.Equal(expected.Method, residual.Method);
                Expect.Close(residual.Norm, expected.Norm, tolerance * expected.Norm, "‖A‖");
                Expect.Close(residual.Squared, expected.Squared, tolerance, "the residual");
                double measured = SpectralResidual.Of(own, basis, 1, 1, Context).LowerBound;
                Expect.Close(measured, spectral.LowerBound, tolerance * spectral.LowerBound, "the residual in the spectral norm");
                return 0;
            });
        }
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void A_thin_svd(int[] counts)
    {
        DenseMatrix<T> a = Draw(RowCount, 6, 10);
        ThinSvd<T> expected = ThinSvd<T>.Of(a);
        ThinSvd<T>[] parts = Parts.Run(counts, space => ThinSvd<T>.Of(Own(a, space)));
        double tolerance = typeof(T) == typeof(float) ? 1e-5 : 1e-13;
        Assert.Equal(expected.S, parts[2].S, (x, y) => Math.Abs(x - y) <= tolerance * expected.S[0]);
        DenseMatrix<T> u = Stacked([.. parts.Select(part => part.U)], 6);
        for (int j = 0; j < 6; j++)
        {
            Kernels<T>.ScaleVector(Scalar<T>.FromDouble(parts[0].S[j]), u.Span.Major(j));
        }

        Close(a, u * parts[1].VT, RowCount, "U diag(s) Vᴴ");
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void A_generalised_nystrom_approximation(int[] counts)
    {
        DenseMatrix<T> a = Draw(RowCount, 4, 11) * Draw(4, 20, 12);
        foreach (int rank in new[] { 3, 4, 9 })
        {
            GeneralizedNystrom<T> expected = GeneralizedNystrom.Compute(a, rank);
            GeneralizedNystrom<T>[] parts = Parts.Run(
                counts, space => GeneralizedNystrom.Compute(new NormedPartOperator<T>(a, space), rank));
            DenseMatrix<T> left = Stacked([.. parts.Select(part => part.Left)], parts[0].Left.ColumnCount);
            Close(expected.Left * expected.Right, left * parts[1].Right, RowCount, $"rank {rank}");
            Assert.All(parts, part => Assert.Equal(parts[0].Right.Memory.ToArray(), part.Right.Memory.ToArray()));
            double tolerance = (typeof(T) == typeof(float) ? 1e-5 : 1e-13) * a.FrobeniusNorm();
            Assert.All(parts, part => Assert.Equal(expected.Error.Frobenius, part.Error.Frobenius, tolerance));
        }
    }

    /// <summary>By Auto and by each method that a matrix in parts allows.</summary>
    [Theory]
    [MemberData(nameof(Splits))]
    public void A_truncated_svd(int[] counts)
    {
        DenseMatrix<T> a = Draw(RowCount, 5, 13) * Draw(5, 20, 14);
        foreach (TruncatedSvdMethod method in new[]
        {
            TruncatedSvdMethod.Auto, TruncatedSvdMethod.SubspaceIteration, TruncatedSvdMethod.BlockKrylov, TruncatedSvdMethod.Lanczos,
        })
        {
            foreach (Truncation truncation in new[] { Truncation.Rank(4), Truncation.RelativeError(0.3) })
            {
                TruncatedSvdOptions options = new() { Method = method };
                TruncatedSvd<T> expected = TruncatedSvd.Compute(new PartOperator<T>(a, RowSpace.Local(RowCount)), truncation, options);
                foreach (bool isNormed in new[] { false, true })
                {
                    if (isNormed)
                    {
                        expected = TruncatedSvd.Compute(new NormedPartOperator<T>(a, RowSpace.Local(RowCount)), truncation, options);
                    }

                    TruncatedSvd<T>[] parts = Parts.Run(counts, space => TruncatedSvd.Compute(
                        isNormed ? new NormedPartOperator<T>(a, space) : new PartOperator<T>(a, space), truncation, options));
                    Check(expected, parts, $"{method}, {truncation}, norm known: {isNormed}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void Principal_components(int[] counts)
    {
        DenseMatrix<T> a = Draw(RowCount, 9, 15);
        for (int i = 0; i < RowCount; i++)
        {
            a[i, 2] += Scalar<T>.FromDouble(3 + (0.1 * i));
        }

        foreach (PcaScaling scaling in Enum.GetValues<PcaScaling>())
        {
            PcaOptions options = new() { Scaling = scaling };
            Pca<T> expected = Pca.Fit(new NormedPartOperator<T>(a, RowSpace.Local(RowCount)), 3, options);
            Pca<T>[] parts = Parts.Run(counts, space => Pca.Fit(new NormedPartOperator<T>(a, space), 3, options));
            double tolerance = typeof(T) == typeof(float) ? 1e-4 : 1e-13;
            foreach (Pca<T> part in parts)
            {
                Assert.Equal(RowCount, part.SampleCount);
                Expect.Close(part.TotalVariance, expected.TotalVariance, tolerance * expected.TotalVariance, "the variance");
                Assert.Equal(parts[0].Components.Memory.ToArray(), part.Components.Memory.ToArray());
                for (int k = 0; k < 3; k++)
                {
                    double difference = part.SingularValues[k] - expected.SingularValues[k];
                    Expect.AtMost(Math.Abs(difference), 10 * tolerance * expected.SingularValues[0], $"{scaling}, σ{k}");
                }
            }
        }
    }

    /// <summary>By every selector, to a rank and to an error, with both kinds of coefficients; some of a few more rows than columns,
    /// some of fewer.</summary>
    [Theory]
    [MemberData(nameof(Splits))]
    public void A_column_interpolative_decomposition(int[] counts)
    {
        foreach (int columnCount in new[] { 20, 70 })
        {
            DenseMatrix<T> a = Draw(RowCount, 6, 16) * Draw(6, columnCount, 17);
            DenseMatrix<T> noise = Draw(RowCount, columnCount, 18);
            Kernels<T>.Gemm(Scalar<T>.FromDouble(0.01), noise.Span, Identity(columnCount).Span, T.One, a.Span);
            foreach (ColumnSelectionMethod method in Enum.GetValues<ColumnSelectionMethod>())
            {
                Compare(a, Truncation.Rank(5), new() { Selection = new() { Method = method } }, counts);
            }

            InterpolativeDecompositionOptions[] others =
            [
                new(), new() { Coefficients = InterpolativeCoefficients.FromSketch },
                new() { Selection = new() { StrongSwapBound = 1.1, Method = ColumnSelectionMethod.Uniform } },
                new() { Selection = new() { PreSampleCount = 12, Method = ColumnSelectionMethod.ColumnPivotedQr } },
            ];
            foreach (InterpolativeDecompositionOptions options in others)
            {
                Compare(a, Truncation.Rank(6), options, counts);
                Compare(a, Truncation.RelativeError(0.1), options, counts);
            }
        }
    }

    /// <summary>Columns that depend on each other, so that the fit has to find the independent ones.</summary>
    [Theory]
    [MemberData(nameof(Splits))]
    public void Dependent_columns(int[] counts)
    {
        DenseMatrix<T> a = Draw(RowCount, 3, 19) * Draw(3, 20, 20);
        Compare(a, Truncation.Rank(6), new() { Selection = new() { Method = ColumnSelectionMethod.Uniform } }, counts);
    }

    [Fact]
    public void What_needs_all_rows_says_so()
    {
        DenseMatrix<T> a = Draw(RowCount, 20, 21);
        DenseMatrix<T> square = Draw(RowCount, RowCount, 22);
        InterpolativeDecompositionOptions rows = new() { Side = InterpolativeSide.Rows };
        Parts.Run([20, 37], space =>
        {
            PartOperator<T> part = new(a, space);
            Refuses(() => InterpolativeDecomposition.Compute(part, 3, rows));
            Refuses(() => InterpolativeDecomposition.ComputeTwoSided(part, 3));
            Refuses(() => CurDecomposition.Compute(part, 3));
            Refuses(() => CurDecomposition.FromIndices(part, [1], [2]));
            Refuses(() => ColumnSelection.SelectRows(part, 3));
            Refuses(() => SpectralNorm.Estimate(part));
            Refuses(() => PivotedQr.ComputeTruncated(part, 3));
            Refuses(() => NystromApproximation.Compute(new PartOperator<T>(square, space), 3));
            return 0;
        });

        static void Refuses(Action call) => Assert.Contains("whole", Assert.Throws<ArgumentException>("a", call).Message);
    }

    private static void Compare(DenseMatrix<T> a, Truncation truncation, InterpolativeDecompositionOptions options, int[] counts)
    {
        string what = $"{options.Selection.Method}, {truncation}, {options.Coefficients}, {a.ColumnCount} columns";
        PartOperator<T> whole = new NormedPartOperator<T>(a, RowSpace.Local(RowCount));
        InterpolativeDecomposition<T> expected = InterpolativeDecomposition.Compute(whole, truncation, options);
        InterpolativeDecomposition<T>[] parts = Parts.Run(
            counts, space => InterpolativeDecomposition.Compute(new NormedPartOperator<T>(a, space), truncation, options));
        double tolerance = typeof(T) == typeof(float) ? 1e-4 : 1e-13;
        foreach (InterpolativeDecomposition<T> part in parts)
        {
            Assert.True(expected.Indices.SequenceEqual(part.Indices), what);
            Assert.True(parts[0].Coefficients.Memory.Span.SequenceEqual(part.Coefficients.Memory.Span), what);

            // The square of the error is a difference of squares.
            double square = a.FrobeniusNorm() * a.FrobeniusNorm();
            double error = expected.Error.Frobenius * expected.Error.Frobenius;
            Expect.Close(part.Error.Frobenius * part.Error.Frobenius, error, tolerance * square, what);
        }

        DenseMatrix<T> skeleton = Stacked([.. parts.Select(part => part.Skeleton)], expected.Indices.Length);
        Expect.AtMost(Minus(expected.Skeleton, skeleton).FrobeniusNorm(), 0, what);
        double scale = expected.Coefficients.FrobeniusNorm() * expected.LargestCoefficient;
        Expect.AtMost(Minus(expected.Coefficients, parts[0].Coefficients).FrobeniusNorm(), tolerance * scale, what);
    }

    private static void Check(TruncatedSvd<T> expected, TruncatedSvd<T>[] parts, string what)
    {
        double tolerance = (typeof(T) == typeof(float) ? 1e-5 : 1e-13) * expected.SingularValues[0];
        DenseMatrix<T> u = Stacked([.. parts.Select(part => part.U)], parts[0].Rank);
        foreach (TruncatedSvd<T> part in parts)
        {
            Assert.True(expected.Rank == part.Rank, what);
            for (int k = 0; k < part.Rank; k++)
            {
                Expect.Close(part.SingularValues[k], expected.SingularValues[k], tolerance, $"{what}: σ{k}");
            }

            Assert.True(parts[0].VT.Memory.Span.SequenceEqual(part.VT.Memory.Span), what);
        }

        Close(Identity(u.ColumnCount), u.ConjugateTranspose() * u, RowCount, what);
        Expect.AtMost(Minus(expected.U, u).FrobeniusNorm(), 1e3 * tolerance / expected.SingularValues[^1], what);
    }

    private static DenseMatrix<T> Minus(DenseMatrix<T> a, DenseMatrix<T> b)
    {
        DenseMatrix<T> difference = a.ToDense(MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(-T.One, b.Span, Identity(b.ColumnCount).Span, T.One, difference.Span);
        return difference;
    }

    private static DenseMatrix<T> New(int rows, int columns) => DenseMatrix.Create<T>(rows, columns, MatrixLayout.ColumnMajor);

    private static DenseMatrix<T> Draw(int rows, int columns, ulong seed)
    {
        DenseMatrix<T> drawn = New(rows, columns);
        new GaussianSketch<T>(seed, RandomStream.EntryCheck).Fill(drawn, 0);
        return drawn;
    }

    private static TallBlock<T> Own(DenseMatrix<T> whole, RowSpace space) =>
        new(whole.AsRows((int)space.First, space.LocalCount).ToDense(MatrixLayout.ColumnMajor), space);

    private static DenseMatrix<T> Stacked(DenseMatrix<T>[] parts, int columns)
    {
        DenseMatrix<T> whole = New(parts.Sum(part => part.RowCount), columns);
        int start = 0;
        foreach (DenseMatrix<T> part in parts)
        {
            Kernels<T>.Copy(part.Span, whole.AsRows(start, part.RowCount).Span);
            start += part.RowCount;
        }

        return whole;
    }

    private static DenseMatrix<T> Identity(int size)
    {
        DenseMatrix<T> identity = New(size, size);
        for (int i = 0; i < size; i++)
        {
            identity[i, i] = T.One;
        }

        return identity;
    }

    private static void Close(DenseMatrix<T> expected, DenseMatrix<T> measured, int size, string what) =>
        Expect.AtMost(Minus(expected, measured).FrobeniusNorm(), Expect.Rounding<T>(size, expected.FrobeniusNorm()), what);
}
