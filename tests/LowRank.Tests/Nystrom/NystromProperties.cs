using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Random;
using LowRank.Sketching;
using Method = LowRank.NystromApproximationMethod;

namespace LowRank.Tests;

public sealed class NystromPropertiesOfSingle : NystromProperties<float>;

public sealed class NystromPropertiesOfDouble : NystromProperties<double>;

public sealed class NystromPropertiesOfComplex : NystromProperties<Complex>;

/// <summary>What holds for every method, and the Gaussian one.</summary>
public abstract class NystromProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly Method[] Methods = [.. Enum.GetValues<Method>().Where(m => m is not Method.Auto)];

    /// <summary>E3: 0 ≼ Â ≼ A, λ_j(Â) ≤ λ_j(A), and the trace of the residual is its nuclear norm.</summary>
    [Fact]
    public void E3_the_approximation_lies_between_zero_and_A() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        Method method = Methods[c.Seed % (ulong)Methods.Length];
        int rank = (int)(c.Seed / 7 % (ulong)(known.Size + 1));
        NystromApproximation<T> result = Compute(known.Matrix, rank, method, c.Seed);
        Assert.Equal((known.Size, known.Size, method), (result.RowCount, result.ColumnCount, result.Method));
        Expect.AtMost(result.Rank, rank, "the rank");

        // Columns that are not chosen by their residual may leave a pivot smaller than any eigenvalue, and noise is divided by its root.
        double rounding = known.Rounding;
        if (method == Method.SelectedColumns && result.Rank > 0)
        {
            double pivot = Enumerable.Range(0, result.Rank).Min(i => Complex.Abs(Oracle.Of(result.Factor)[result.Indices[i], i]));
            rounding *= Math.Max(1, Math.Sqrt(known.Eigenvalues[^1]) / pivot);
        }

        Complex[,] approximation = Oracle.Of(result.ToDense());
        Complex[,] residual = Oracle.Subtract(known.Entries, approximation);
        Expect.AtLeast(PsdMatrix<T>.SmallestEigenvalue(residual), -rounding, $"the smallest eigenvalue of A − Â by {method}");
        double[] values = Oracle.SingularValues(approximation);
        for (int j = 0; j < values.Length; j++)
        {
            double exact = j < known.Eigenvalues.Length ? known.Eigenvalues[j] : 0;
            Expect.AtMost(values[j], exact + rounding, $"λ_{j}(Â)");
        }

        Expect.Close(result.TraceError, Oracle.Trace(residual).Real, rounding * Math.Sqrt(known.Size), "tr(A − Â)");
        AssertErrorIsTrue(known, result);
        known.AssertUnchanged();
    }, tests: 400);

    /// <summary>A rank that the matrix has is all it takes; where it is not reached, nothing is left.</summary>
    [Fact]
    public void A_matrix_of_the_rank_is_reproduced_and_an_exhausted_residual_ends_the_column_methods()
    {
        int exact = 0;
        int columnwise = 0;
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            PsdMatrix<T> known = PsdMatrix<T>.Build(c, (c with { Rank = PsdMatrix<T>.RankOf(c) }).SingularValues(0.05));
            Method method = Methods[c.Seed % (ulong)Methods.Length];
            int rank = known.Eigenvalues.Length;
            int asked = Math.Min(known.Size, rank + (int)(c.Seed / 7 % 4));
            NystromApproximation<T> result = Compute(known.Matrix, asked, method, c.Seed);

            // A square Gaussian matrix, or an unlucky choice of columns, stands between A and rounding.
            Expect.Close(Oracle.Of(result.ToDense()), known.Entries, 50 * known.Rounding, $"Â by {method}");
            Expect.AtMost(result.TraceError, 50 * known.Rounding, "tr(A − Â)");
            if (method == Method.Gaussian)
            {
                Assert.Equal(asked, result.Rank);
                return;
            }

            // Pivots drawn badly may interpolate the rest so badly that rounding passes for one column more.
            Assert.InRange(result.Rank, rank, method == Method.GreedyPivotedCholesky ? rank : rank + 1);
            exact += result.Rank == rank ? 1 : 0;
            columnwise++;
            Assert.Equal(result.Indices.Length, result.Indices.Distinct().Count());
            if (result.Rank == rank && c.HasTwins && known.Size % 2 == 0)
            {
                int half = known.Size / 2;
                Assert.Equal(result.Rank, result.Indices.Select(i => i % half).Distinct().Count());
            }
        }, tests: 300);
        Expect.AtLeast(exact, 0.97 * columnwise, "how often the rank is exact");
    }

    /// <summary>UX-5 and E3: the chosen rows and columns are reproduced, and Â = A[:, J] A[J, J]⁺ A[J, :].</summary>
    [Fact]
    public void UX5_chosen_columns_are_reproduced() => PropertyCheck.Holds(MatrixCases.NonZero, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        Method method = Methods[1 + (int)(c.Seed % (ulong)(Methods.Length - 1))];
        NystromApproximation<T> result = Compute(known.Matrix, 1 + (int)(c.Seed / 7 % (ulong)known.Size), method, c.Seed);
        AssertColumnNystrom(known, result);
        Assert.Equal(0, result.Shift);
    });

    [Fact]
    public void UX5_given_columns_are_those_of_the_formula_and_dependent_ones_are_left_out() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        int count = known.Size == 0 ? 0 : (int)(c.Seed % (ulong)(known.Size + 3));
        System.Random random = new((int)c.Seed);
        int[] columns = [.. Enumerable.Range(0, count).Select(_ => random.Next(known.Size))];
        NystromApproximationOptions options = new() { BlockSize = 1 + (int)(c.Seed % 5) };
        NystromApproximation<T> result = NystromApproximation.FromColumns(KernelSource.FromMatrix(known.Matrix), columns, options);
        Assert.Null(result.Method);
        Assert.Empty(result.Indices.Except(columns));
        AssertColumnNystrom(known, result);

        // Those left out would not have helped: they are reproduced too.
        Complex[,] residual = Oracle.Subtract(known.Entries, Oracle.Of(result.ToDense()));
        Expect.AtMost(Oracle.Norm(Oracle.Columns(residual, [.. columns.Distinct()])), known.Rounding, "the given columns of A − Â");
        Expect.AtMost(Oracle.Norm(residual), result.Error.UpperBound(0.5) + known.Rounding, "the error against its bound");
        Assert.Equal(ErrorEstimateMethod.TraceBound, result.Error.Method);
        Expect.AtMost(result.Error.ReferenceNorm, known.Norm + known.Rounding, "the lower bound of ‖A‖");
    });

    /// <summary>The result is AΩ (ΩᴴAΩ)⁻¹ ΩᴴA for the drawn Ω, computed here without the library's products.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_gaussian_method_is_that_of_the_formula(int powerIterations) => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c with { Rank = c.Columns, HasTwins = false }, Well(c.Columns));
        int columns = 1 + (int)(c.Seed % (ulong)(known.Size / 2));
        NystromApproximation<T> result = Gaussian(known.Matrix, columns, 0, powerIterations, c.Seed);
        Complex[,] expected = Formula(known.Entries, Sketch(known, columns, powerIterations, c.Seed));

        // Conditioning of the core and of the Gaussian sketch.
        Expect.Close(Oracle.Of(result.ToDense()), expected, Expect.Rounding<T>(known.Size, 1e3 * known.Norm), "Â");
        Assert.Equal(columns, result.Rank);
        AssertErrorIsTrue(known, result);
    }, tests: 100);

    /// <summary>Oversampled and cut: the best approximation of that rank of the whole Nyström approximation.</summary>
    [Fact]
    public void Oversampling_cuts_the_eigenvalues_of_the_larger_approximation() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        int columns = 2 + (int)(c.Seed % (ulong)(known.Size - 2));
        int rank = (int)(c.Seed / 100 % (ulong)columns);
        HermitianEigen<T> whole = Gaussian(known.Matrix, columns, 0, 0, c.Seed).ToEigen();
        NystromApproximation<T> cut = Gaussian(known.Matrix, rank, columns - rank, 0, c.Seed);
        HermitianEigen<T> eigen = cut.ToEigen();
        Assert.Equal((rank, rank), (cut.Rank, eigen.Rank));
        Expect.Orthonormal(eigen.Eigenvectors, "U");
        Expect.Close(Oracle.Of(eigen.ToDense()), Oracle.Of(cut.ToDense()), Expect.Rounding<T>(known.Size, known.Norm), "U Λ Uᴴ");
        Assert.Equal(eigen.Eigenvalues.OrderDescending(), eigen.Eigenvalues);
        for (int j = 0; j < rank; j++)
        {
            Expect.Close(eigen.Eigenvalues[j], whole.Eigenvalues[j], known.Rounding, $"λ_{j}");
        }

        AssertErrorIsTrue(known, cut);
    });

    /// <summary>The estimate is the mean over the probes of ‖Ê_j‖² + ‖E z_j‖² − ‖Ê_j z_j‖², with Ê_j the Nyström approximation of E = A − Â
    /// by all probes but z_j.</summary>
    [Fact]
    public void Leaving_a_probe_out_is_what_its_name_says() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c with { Rank = c.Columns, HasTwins = false }, Well(c.Columns));
        int n = known.Size;
        int probes = 1 + (int)(c.Seed % (ulong)Math.Min(n, 16));
        Complex[,] z = Oracle.Of(Sketching(n, probes, c.Seed));
        Complex[,] ez = Oracle.Multiply(known.Entries, z);
        double sum = 0;
        for (int j = 0; j < probes; j++)
        {
            Complex[,] others = Oracle.Columns(z, [.. Enumerable.Range(0, probes).Where(i => i != j)]);
            Complex[,] found = probes == 1 ? Oracle.Build(n, n, (_, _) => 0) : Formula(known.Entries, others);
            Complex[,] own = Oracle.Columns(z, [j]);
            sum += Math.Pow(Oracle.Norm(found), 2) + Math.Pow(Oracle.Norm(Oracle.Columns(ez, [j])), 2)
                - Math.Pow(Oracle.Norm(Oracle.Multiply(found, own)), 2);
        }

        ProbeFigure figure = SemidefiniteProbes<T>.Of(Oracle.ToMatrix<T>(z), Oracle.ToMatrix<T>(ez), 0);
        double scale = Math.Pow(known.Norm, 2) * n;
        Expect.Close(figure.Squared * figure.Unit * figure.Unit, sum / probes, Expect.Rounding<T>(n, 1e3 * scale), "the estimate");
    }, tests: 60);

    /// <summary>The mean of est² is ‖A − Â‖², two-sided, and a bound fails at most as often as it says.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_estimate_is_right_on_average(int oversampling)
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 44, 44, SpectrumFamily.Flat, MatrixLayout.RowMajor, 1, 9),
            [.. Enumerable.Range(1, 44).Select(j => 1.0 / j)]);
        List<double> differences = [];
        int failures = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            NystromApproximation<T> result = NystromApproximation.Compute(
                known.AsOperator(), 5, new() { Oversampling = oversampling, Seed = seed });
            double error = TrueError(known, result);
            differences.Add((result.Error.Frobenius * result.Error.Frobenius) - (error * error));
            failures += error > result.Error.UpperBound(0.1) || error > result.Error.RelativeUpperBound(0.1) * known.Norm ? 1 : 0;
        }

        Expect.Mean(differences, 0, "estimate² − error²");
        Expect.AtMost(failures, 0.1 * 300, "failures of the bounds at 0.1");
    }

    private static DenseMatrix<T> Sketching(int rows, int columns, ulong seed)
    {
        DenseMatrix<T> z = DenseMatrix.Create<T>(rows, columns, MatrixLayout.ColumnMajor);
        new LowRank.Sketching.GaussianSketch<T>(seed, LowRank.Random.RandomStream.Probe).Fill(z, 0, 1);
        return z;
    }

    /// <summary>II.7: the expected nuclear error is below min_r (1 + r/(l − r − 1)) Σ_{j&gt;r} λ_j, and no more than what the bound gives
    /// away.</summary>
    [Fact]
    public void The_mean_nuclear_error_obeys_its_bound()
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 20, 20, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 4),
            [.. Enumerable.Range(0, 20).Select(j => 1.0 / (1 + j) / (1 + j))]);
        const int Columns = 8;
        double mean = Enumerable.Range(0, 200).Average(seed => Gaussian(known.Matrix, Columns, 0, 0, (ulong)seed).TraceError);
        double bound = Enumerable.Range(0, Columns - 1).Min(r => (1 + (r / (Columns - r - 1.0))) * known.Eigenvalues.Skip(r).Sum());
        Expect.AtMost(mean, bound, "mean tr(A − Â)");
        Expect.AtLeast(mean, known.Eigenvalues.Skip(Columns).Sum(), "mean tr(A − Â) against the optimum");
    }

    [Fact]
    public void Power_iterations_bring_the_error_to_the_optimum()
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 60, 60, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 4),
            [.. Enumerable.Range(0, 60).Select(j => 1.0 / (1 + j))]);
        double optimum = Math.Sqrt(known.Eigenvalues.Skip(8).Sum(v => v * v));
        double[] excess = [.. new[] { 0, 1, 6 }.Select(q => (TrueError(known, Gaussian(known.Matrix, 8, 4, q, 5)) / optimum) - 1)];
        Assert.Equal(excess.OrderDescending(), excess);
        Expect.AtLeast(excess[0], 0.02, "excess without power iterations");
        Expect.AtMost(excess[2], 0.02, "excess after six");
    }

    [Fact]
    public void An_error_prescribed_is_kept_by_every_method() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c);
        Method method = Methods[c.Seed % (ulong)Methods.Length];
        double tolerance = new[] { 0.5, 0.1, 0.02 }[c.Seed / 7 % 3];
        bool isRelative = c.Seed / 50 % 2 == 0;
        Truncation truncation = isRelative ? Truncation.RelativeError(tolerance) : Truncation.AbsoluteError(tolerance * known.Norm);
        NystromApproximation<T> result = NystromApproximation.Compute(known.Matrix, truncation, Options(method, c.Seed));
        Expect.AtMost(TrueError(known, result), (tolerance * known.Norm) + known.Rounding, $"the error by {method}");
        AssertErrorIsTrue(known, result);
        if (method == Method.Gaussian)
        {
            // The probes' 99 % bound asks for about half the error; nothing beyond that is wasted.
            int optimum = Enumerable.Range(0, known.Eigenvalues.Length + 1).First(k => Tail(known, k) <= 0.3 * tolerance * known.Norm);
            Expect.AtMost(result.Rank, optimum + 2, "the rank");
        }
        else
        {
            // One column fewer, and the trace does not keep it.
            NystromApproximation<T> fewer = result.Rank == 0 ? result : Compute(known.Matrix, result.Rank - 1, method, c.Seed, 1);
            NystromApproximation<T> same = NystromApproximation.Compute(
                known.Matrix, truncation, Options(method, c.Seed) with { BlockSize = 1 });
            if (same.Rank > 0 && same.Rank == fewer.Rank + 1)
            {
                Expect.AtLeast(fewer.TraceError, tolerance * known.Norm * (1 - 1e-3), "the trace one column before");
            }
        }

        NystromApproximation<T> limited = NystromApproximation.Compute(
            known.Matrix, Truncation.RelativeError(1e-9, 3), Options(method, c.Seed));
        Expect.AtMost(limited.Rank, 3, "the rank against its limit");
    });

    [Fact]
    public void An_operator_gives_the_same_as_its_matrix() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(c with { Rank = c.Columns, HasTwins = false }, Well(c.Columns));
        int rank = (int)(c.Seed % (ulong)(known.Size + 1));
        NystromApproximation<T> result = NystromApproximation.Compute(known.AsOperator(), rank, new() { Seed = c.Seed });
        NystromApproximation<T> dense = NystromApproximation.Compute(known.Matrix, rank, new() { Seed = c.Seed });
        Expect.Close(Oracle.Of(result.ToDense()), Oracle.Of(dense.ToDense()), 100 * known.Rounding, "Â");
        Assert.Equal((Method.Gaussian, ErrorEstimateMethod.RandomProbe), (result.Method, result.Error.Method));
        Assert.True(double.IsNaN(result.TraceError));
        Expect.AtMost(TrueError(known, result), result.Error.UpperBound(1e-6), "the error against its bound");
        NystromApproximation<T> toError = NystromApproximation.Compute(
            known.AsOperator(), Truncation.RelativeError(0.1), new() { Seed = c.Seed });
        Expect.AtMost(TrueError(known, toError), 0.15 * known.Norm, "the error prescribed, of an estimated norm");
    }, tests: 60);

    [Fact]
    public void Scaling_scales_the_result_alone()
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 16, 16, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 3));
        foreach (Method method in Methods)
        {
            NystromApproximation<T> plain = Compute(known.Matrix, 5, method, 4);
            for (ulong i = 0; i < 4; i++)
            {
                // Entries of 1e±200 and the like: their squares are out of range.
                double scale = Math.ScaleB(1, (int)Math.Round(Math.Log2(Expect.ExtremeScale<T>(i))));
                NystromApproximation<T> scaled = Compute(Oracle.ToMatrix<T>(Oracle.Scale(known.Entries, scale)), 5, method, 4);
                Expect.Close(Oracle.Scale(Oracle.Of(scaled.ToDense()), 1 / scale), Oracle.Of(plain.ToDense()), known.Rounding,
                    $"Â by {method} at {scale:G3}");
                Expect.Close(scaled.Error.RelativeFrobenius, plain.Error.RelativeFrobenius, 1e-3 * plain.Error.RelativeFrobenius,
                    "the relative error");
                Expect.Close(scaled.TraceError / scale, plain.TraceError, known.Rounding, "tr(A − Â)");
                Assert.Equal(plain.Indices, scaled.Indices);
            }
        }
    }

    [Fact]
    public void Thread_counts_do_not_matter()
    {
        PsdMatrix<T> known = PsdMatrix<T>.Build(new MatrixCase(0, 90, 90, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 3));
        foreach (Method method in Methods)
        {
            NystromApproximation<T> one = NystromApproximation.Compute(
                known.Matrix, 12, Options(method, 8) with { MaxDegreeOfParallelism = 1 });
            NystromApproximation<T> two = NystromApproximation.Compute(
                known.Matrix, 12, Options(method, 8) with { MaxDegreeOfParallelism = 2 });
            Assert.Equal(one.Indices, two.Indices);
            Expect.Close(Oracle.Of(one.ToDense()), Oracle.Of(two.ToDense()), known.Rounding, $"Â by {method}");
        }
    }

    [Fact]
    public void Empty_zero_and_one_by_one()
    {
        foreach (Method method in Methods)
        {
            NystromApproximation<T> empty = Compute(DenseMatrix.Create<T>(0, 0), 0, method, 1);
            Assert.Equal((0, 0, 0.0), (empty.Rank, empty.RowCount, empty.Error.Frobenius));
            NystromApproximation<T> zero = Compute(DenseMatrix.Create<T>(4, 4), 2, method, 1);
            Assert.Equal((0.0, 0.0, 0.0), (zero.ToDense().FrobeniusNorm(), zero.Error.Frobenius, zero.TraceError));
            Assert.Equal(0, zero.Error.RelativeFrobenius);
            DenseMatrix<T> one = DenseMatrix.Create<T>(1, 1);
            one[0, 0] = Scalar<T>.FromDouble(4);
            NystromApproximation<T> result = Compute(one, 1, method, 1);
            Expect.Close(Oracle.Of(result.ToDense()), Oracle.Of(one), Expect.Rounding<T>(1, 4), $"a number, by {method}");
            Assert.Equal(0, Compute(one, 0, method, 1).Rank);
            Expect.Close(Compute(one, 0, method, 1).TraceError, 4, 1e-12, "the trace of what rank 0 leaves");
        }
    }

    internal static NystromApproximationOptions Options(Method method, ulong seed) =>
        new() { Method = method, Seed = seed, BlockSize = 1 + (int)(seed % 6), Selection = ColumnSelectionMethod.Uniform };

    private static NystromApproximation<T> Compute(DenseMatrix<T> a, int rank, Method method, ulong seed, int? blockSize = null)
    {
        NystromApproximationOptions options = Options(method, seed);
        return NystromApproximation.Compute(
            a, rank, options with { BlockSize = blockSize ?? options.BlockSize, Oversampling = (int)(seed % 4) });
    }

    private static NystromApproximation<T> Gaussian(DenseMatrix<T> a, int rank, int oversampling, int powerIterations, ulong seed) =>
        NystromApproximation.Compute(a, rank, new() { Oversampling = oversampling, PowerIterations = powerIterations, Seed = seed });

    private static double TrueError(PsdMatrix<T> known, NystromApproximation<T> result) =>
        Oracle.NormOfDifference(known.Entries, Oracle.Of(result.ToDense()));

    private static double Tail(PsdMatrix<T> known, int rank) => Math.Sqrt(known.Eigenvalues.Skip(rank).Sum(v => v * v));

    private static double[] Well(int count) => [.. Enumerable.Range(0, count).Select(j => Math.Pow(0.9, j))];

    /// <summary>Ω, or A^q Ω.</summary>
    private static Complex[,] Sketch(PsdMatrix<T> known, int columns, int powerIterations, ulong seed)
    {
        DenseMatrix<T> sketch = DenseMatrix.Create<T>(known.Size, columns);
        new GaussianSketch<T>(seed, RandomStream.Sketch).Fill(sketch, 0);
        Complex[,] result = Oracle.Of(sketch);
        for (int i = 0; i < powerIterations; i++)
        {
            result = Oracle.Multiply(known.Entries, result);
        }

        return result;
    }

    private static Complex[,] Formula(Complex[,] a, Complex[,] sketch)
    {
        if (sketch.ColumnCount() == 0)
        {
            return Oracle.Filled(a.RowCount(), a.RowCount(), 0);
        }

        Complex[,] basis = Oracle.Orthonormalize(sketch);
        Complex[,] y = Oracle.Multiply(a, basis);
        return Oracle.Multiply(y, Oracle.Solve(Oracle.Multiply(Oracle.Adjoint(basis), y), Oracle.Adjoint(y)));
    }

    private static void AssertColumnNystrom(PsdMatrix<T> known, NystromApproximation<T> result)
    {
        int[] columns = [.. result.Indices];
        Assert.Equal(result.Rank, columns.Distinct().Count());
        Complex[,] approximation = Oracle.Of(result.ToDense());
        Complex[,] residual = Oracle.Subtract(known.Entries, approximation);
        Expect.AtMost(Oracle.Norm(Oracle.Columns(residual, columns)), known.Rounding, "A[:, J] − Â[:, J]");
        Expect.AtMost(Oracle.Norm(Oracle.Rows(residual, columns)), known.Rounding, "A[J, :] − Â[J, :]");
        Complex[,] triangle = Oracle.Rows(Oracle.Of(result.Factor), columns);
        Assert.Equal(0, Oracle.NormOfDifference(triangle, Oracle.Transpose(Oracle.Upper(Oracle.Transpose(triangle)))));
    }

    private static void AssertErrorIsTrue(PsdMatrix<T> known, NystromApproximation<T> result)
    {
        double error = TrueError(known, result);
        Expect.AtMost(error, result.Error.UpperBound(1e-6) + known.Rounding, $"the error against the bound of {result.Error.Method}");
        Expect.Close(result.Error.ReferenceNorm, known.Norm, Expect.Rounding<T>(known.Size, known.Norm), "‖A‖");
        if (result.Error.Method == ErrorEstimateMethod.RandomProbe)
        {
            Expect.AtMost(result.Error.Frobenius, (4 * error) + known.Rounding, "the estimate against the error");
        }
    }
}
