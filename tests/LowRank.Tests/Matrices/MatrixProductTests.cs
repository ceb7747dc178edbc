using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank.Tests;

public sealed class SingleMatrixProductTests : MatrixProductTests<float>;

public sealed class DoubleMatrixProductTests : MatrixProductTests<double>;

public sealed class ComplexMatrixProductTests : MatrixProductTests<Complex>;

public abstract class MatrixProductTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Products_with_a_matrix_and_its_adjoint() => Cases.Check(sizes =>
    {
        Complex[,] a = Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed);
        Complex[,] b = Oracle.Gaussian<T>(sizes.K, sizes.N, sizes.Seed + 1);
        Complex[,] c = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed + 2);
        Stored<T> storedA = new(sizes.A, a);
        Stored<T> storedB = new(sizes.B, b);
        Stored<T> storedC = new(sizes.C, c);
        DenseMatrix<T> product = storedA.Matrix * storedB.Matrix;
        Assert.Equal(sizes.A.Layout, product.Layout);
        Equal(a.Multiply(b), product, a.Norm() * b.Norm(), "A B");
        Equal(a.Multiply(b), storedA.Matrix.Multiply(storedB.Matrix), a.Norm() * b.Norm(), "A.Multiply(B)");

        Stored<T> destination = Stored<T>.Destination(sizes.C, sizes.M, sizes.N);
        storedA.Matrix.Multiply(storedB.Matrix, destination.Matrix);
        Equal(a.Multiply(b), destination.Matrix, a.Norm() * b.Norm(), "A B into a destination");
        destination.AssertPaddingUntouched();

        destination = Stored<T>.Destination(sizes.B, sizes.K, sizes.N);
        storedA.Matrix.MultiplyAdjoint(storedC.Matrix, destination.Matrix);
        Equal(a.Adjoint().Multiply(c), destination.Matrix, a.Norm() * c.Norm(), "AᴴC into a destination");
        destination.AssertPaddingUntouched();
        Equal(a.Adjoint().Multiply(c), LinearOperator.MultiplyAdjoint(storedA.Matrix, storedC.Matrix), a.Norm() * c.Norm(), "AᴴC");
        storedA.AssertUnchanged();
        storedB.AssertUnchanged();
        storedC.AssertUnchanged();

        void Equal(Complex[,] expected, DenseMatrix<T> actual, double norm, string what) =>
            Expect.Close<T>(Oracle.Of(actual), expected, Math.Max(sizes.M, sizes.K), norm, what);
    });

    /// <summary>Bᴴ B is Hermitian to the last bit, its diagonal real, whether Bᴴ is a view, a copy or an entry-wise equal matrix.</summary>
    [Fact]
    public void A_matrix_times_itself_is_Hermitian_to_the_last_bit() => Cases.Check(sizes =>
    {
        Complex[,] values = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        DenseMatrix<T> b = new Stored<T>(sizes.A, values).Matrix;
        DenseMatrix<T> copy = new Stored<T>(sizes.B, values.Adjoint()).Matrix;
        foreach (DenseMatrix<T> adjoint in new[] { b.ConjugateTranspose(), copy })
        {
            Hermitian(adjoint * b, values.Adjoint().Multiply(values), "BᴴB");
            Hermitian(b.Multiply(adjoint), values.Multiply(values.Adjoint()), "BBᴴ");
        }

        Stored<T> inner = Stored<T>.Destination(sizes.C, sizes.N, sizes.N);
        b.MultiplyAdjoint(b, inner.Matrix);
        Hermitian(inner.Matrix, values.Adjoint().Multiply(values), "BᴴB into a destination");
        inner.AssertPaddingUntouched();
        Stored<T> outer = Stored<T>.Destination(sizes.B, sizes.M, sizes.M);
        b.Multiply(copy, outer.Matrix);
        Hermitian(outer.Matrix, values.Multiply(values.Adjoint()), "BBᴴ into a destination");
        outer.AssertPaddingUntouched();
    });

    [Theory]
    [InlineData(256, 2048)]
    [InlineData(1, 30)]
    [InlineData(90, 5000)]
    public void So_are_the_products_of_large_ones(int m, int n)
    {
        Complex[,] values = Oracle.Gaussian<T>(m, n, 3);
        DenseMatrix<T> b = new Stored<T>(new Storage(MatrixLayout.RowMajor, 0, 0), values).Matrix;
        DenseMatrix<T> product = b * b.ConjugateTranspose();
        AssertHermitian(product, "BBᴴ");
        Expect.Close(Scalar<T>.ToDouble(product[0, 0]), b.AsRows(0, 1).FrobeniusNorm() * b.AsRows(0, 1).FrobeniusNorm(), 1e-3, "‖b₀‖²");
    }

    /// <summary>One different entry, the last, and the product is that of two matrices.</summary>
    [Fact]
    public void One_entry_that_differs_counts()
    {
        Complex[,] values = Oracle.Gaussian<T>(40, 7, 5);
        Complex[,] other = values.Adjoint();
        other[6, 39] += 1;
        DenseMatrix<T> b = new Stored<T>(new Storage(MatrixLayout.RowMajor, 0, 0), values).Matrix;
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> left = new Stored<T>(new Storage(layout, 1, 0), other).Matrix;
            Expect.Close<T>(Oracle.Of(left * b), other.Multiply(values), 40, other.Norm() * values.Norm(), "C B");
        }
    }

    private static void Hermitian(DenseMatrix<T> product, Complex[,] expected, string what)
    {
        AssertHermitian(product, what);
        Expect.Close<T>(Oracle.Of(product), expected, 40, 10 * Math.Max(1, expected.Norm()), what);
    }

    private static void AssertHermitian(DenseMatrix<T> product, string what)
    {
        for (int i = 0; i < product.RowCount; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.True(product[i, j] == Scalar<T>.Conjugate(product[j, i]), $"{what}: ({i}, {j}) is not its mirror image");
            }
        }
    }

    /// <summary>⟨A x, y⟩ = ⟨x, Aᴴ y⟩ for an operator made of functions, and for the transpose of one.</summary>
    [Fact]
    public void An_operator_of_functions_multiplies_by_them() => Cases.Check(sizes =>
    {
        Complex[,] a = Oracle.Gaussian<T>(sizes.M, sizes.N, sizes.Seed);
        Complex[,] x = Oracle.Gaussian<T>(sizes.N, sizes.K, sizes.Seed + 1);
        Complex[,] y = Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed + 2);
        DenseMatrix<T> dense = new Stored<T>(sizes.A, a).Matrix;
        ILinearOperator<T> function = LinearOperator.Create<T>(sizes.M, sizes.N, dense.Multiply, dense.MultiplyAdjoint);
        Assert.Equal((sizes.M, sizes.N), (function.RowCount, function.ColumnCount));
        TransposedOperator<T> transposed = new(function, dense);
        Assert.Equal((sizes.N, sizes.M), (transposed.RowCount, transposed.ColumnCount));
        Stored<T> storedX = new(sizes.B, x);
        Stored<T> storedY = new(sizes.C, y);
        double norm = a.Norm() * Math.Max(x.Norm(), y.Norm());
        int size = Math.Max(sizes.M, sizes.N);
        Expect.Close<T>(Oracle.Of(function.Multiply(storedX.Matrix)), a.Multiply(x), size, norm, "A x");
        Expect.Close<T>(Oracle.Of(function.MultiplyAdjoint(storedY.Matrix)), a.Adjoint().Multiply(y), size, norm, "Aᴴ y");
        Expect.Close<T>(Oracle.Of(transposed.Multiply(storedY.Matrix)), a.Transpose().Multiply(y), size, norm, "Aᵀ y");
        Expect.Close<T>(Oracle.Of(transposed.MultiplyAdjoint(storedX.Matrix)), a.Conjugate().Multiply(x), size, norm, "(Aᵀ)ᴴ x");
        storedX.AssertUnchanged();
        storedY.AssertUnchanged();

        Stored<T> padded = Stored<T>.Destination(sizes.C, sizes.N, sizes.K);
        transposed.Multiply(storedY.Matrix, padded.Matrix);
        Expect.Close<T>(padded.Values, a.Transpose().Multiply(y), size, norm, "Aᵀ y into a destination");
        padded.AssertPaddingUntouched();

        if (sizes.M > 0)
        {
            int[] columns = [sizes.M - 1, 0, 0];
            Stored<T> gathered = Stored<T>.Destination(sizes.B, sizes.N, 3);
            transposed.CopyColumns(columns, gathered.Matrix);
            Expect.SameBits(gathered.Values, Oracle.Build(sizes.N, 3, (i, j) => a[columns[j], i]), "columns of Aᵀ");
            gathered.AssertPaddingUntouched();
        }
    });

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both_shapes()
    {
        DenseMatrix<T> a = DenseMatrix.Create<T>(3, 5);
        DenseMatrix<T> b = DenseMatrix.Create<T>(4, 2);
        ILinearOperator<T> function = LinearOperator.Create<T>(3, 5, (_, _) => { }, (_, _) => { });
        Refused("b", () => _ = a * b, "3 × 5", "4 × 2");
        Refused("b", () => a.Multiply(b), "3 × 5", "4 × 2");
        Refused("x", () => a.Multiply(b, DenseMatrix.Create<T>(3, 2)), "3 × 5", "4 × 2");
        Refused("x", () => a.MultiplyAdjoint(b, DenseMatrix.Create<T>(5, 2)), "3 × 5", "4 × 2");
        Refused("x", () => function.Multiply(b), "3 × 5", "4 × 2");
        Refused("x", () => function.MultiplyAdjoint(b), "3 × 5", "4 × 2");
        Refused("destination", () => a.Multiply(DenseMatrix.Create<T>(5, 2), DenseMatrix.Create<T>(5, 2)), "3 × 2", "5 × 2");
        Refused("destination", () => a.MultiplyAdjoint(DenseMatrix.Create<T>(3, 2), DenseMatrix.Create<T>(5, 3)), "5 × 2", "5 × 3");
        Assert.Throws<ArgumentNullException>("b", () => a.Multiply(null!));
        Assert.Throws<ArgumentNullException>("destination", () => a.Multiply(DenseMatrix.Create<T>(5, 2), null!));
    }

    [Fact]
    public void A_destination_that_shares_memory_is_refused_and_nothing_is_changed()
    {
        T[] memory = [.. Enumerable.Range(0, 64).Select(i => Scalar<T>.FromDouble(i))];
        T[] before = [.. memory];
        DenseMatrix<T> a = DenseMatrix.Wrap(memory.AsMemory(0, 16), 4, 4);
        DenseMatrix<T> overlapping = DenseMatrix.Wrap(memory.AsMemory(15, 16), 4, 4, MatrixLayout.ColumnMajor);
        DenseMatrix<T> apart = DenseMatrix.Wrap(memory.AsMemory(40, 16), 4, 4);
        Refused("destination", () => a.Multiply(apart, a), "4 × 4", "the matrix");
        Refused("destination", () => a.Multiply(apart, a.Transpose()), "4 × 4", "the matrix");
        Refused("destination", () => a.Multiply(apart, overlapping), "4 × 4", "the matrix");
        Refused("destination", () => a.Multiply(apart, apart), "4 × 4", "x");
        Refused("destination", () => a.MultiplyAdjoint(apart, apart.Transpose()), "4 × 4", "x");
        Refused("destination", () => a.MultiplyAdjoint(apart, overlapping), "4 × 4", "the matrix");
        Refused("destination", () => a.CopyColumns([0, 1, 2, 3], overlapping), "4 × 4");
        Refused("destination", () => a.CopyRows([0, 1, 2, 3], a), "4 × 4");
        Assert.Equal(before, memory);
        a.Multiply(a, apart);
    }

    [Fact]
    public void Columns_and_rows_are_copied_in_any_order_and_repeatedly() => Cases.Check(sizes =>
    {
        (int m, int n) = (Math.Max(1, sizes.M), Math.Max(1, sizes.N));
        Complex[,] values = Oracle.Gaussian<T>(m, n, sizes.Seed);
        Stored<T> stored = new(sizes.A, values);
        System.Random random = new(sizes.Seed);
        int[] columns = [.. Enumerable.Range(0, sizes.K).Select(_ => random.Next(n))];
        int[] rows = [.. Enumerable.Range(0, sizes.K).Select(_ => random.Next(m))];
        Stored<T> destination = Stored<T>.Destination(sizes.B, m, sizes.K);
        stored.Matrix.CopyColumns(columns, destination.Matrix);
        Expect.SameBits(destination.Values, Oracle.Build(m, sizes.K, (i, j) => values[i, columns[j]]), "A[:, columns]");
        destination.AssertPaddingUntouched();

        destination = Stored<T>.Destination(sizes.C, sizes.K, n);
        stored.Matrix.CopyRows(rows, destination.Matrix);
        Expect.SameBits(destination.Values, Oracle.Build(sizes.K, n, (i, j) => values[rows[i], j]), "A[rows, :]");
        destination.AssertPaddingUntouched();
        stored.AssertUnchanged();
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    public void An_index_outside_the_matrix_is_refused(int index)
    {
        DenseMatrix<T> a = DenseMatrix.Wrap(new T[100], 5, 5, MatrixLayout.RowMajor, 8);
        DenseMatrix<T> destination = DenseMatrix.Create<T>(5, 2);
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => a.CopyColumns([0, index], destination));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => a.CopyRows([index, 0], destination.Transpose()));
        Refused("destination", () => a.CopyColumns([0, 1, 2], destination), "5 × 2", "5 × 3");
        Refused("destination", () => a.CopyRows([0], destination), "5 × 2", "1 × 5");
    }

    [Fact]
    public void The_Frobenius_norm_has_the_same_bits_on_any_number_of_threads()
    {
        foreach (MatrixLayout layout in new[] { MatrixLayout.RowMajor, MatrixLayout.ColumnMajor })
        {
            // Three pieces of 2²⁰ elements and a part of a fourth, with padding.
            T[] memory = new T[3500 * 1030];
            for (int i = 0; i < memory.Length; i++)
            {
                memory[i] = Scalar<T>.FromParts(Math.Sin(i), Math.Cos(3.0 * i));
            }

            DenseMatrix<T> a = layout == MatrixLayout.RowMajor
                ? DenseMatrix.Wrap(memory, 3500, 1024, layout, 1030)
                : DenseMatrix.Wrap(memory, 1024, 3500, layout, 1030);
            double alone = ParallelNorms.Frobenius(a, 1);
            Assert.Equal(alone, ParallelNorms.Frobenius(a, 2));
            Assert.Equal(alone, ParallelNorms.Frobenius(a, 7));
            Assert.Equal(alone, a.FrobeniusNorm());
            Expect.Close(alone, Kernels<T>.FrobeniusNorm(a.Span), 1e-12 * alone, "against one piece");
            a[a.RowCount - 1, a.ColumnCount - 1] = Scalar<T>.FromDouble(double.NaN);
            Assert.True(double.IsNaN(a.FrobeniusNorm()));
        }
    }

    private static void Refused(string parameter, Action action, params string[] parts)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(parameter, action);
        Assert.All(parts, part => Assert.Contains(part, thrown.Message, StringComparison.Ordinal));
    }
}
