using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Tests;

public sealed class SingleSparseMatrixTests : SparseMatrixTests<float>;

public sealed class DoubleSparseMatrixTests : SparseMatrixTests<double>;

public sealed class ComplexSparseMatrixTests : SparseMatrixTests<Complex>;

/// <summary>A sparse matrix does what the dense one with its entries does.</summary>
public abstract class SparseMatrixTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Triplets_add_up_in_any_order_and_zeros_are_not_stored() => Cases.Check(sizes =>
    {
        SparseCase<T> c = new(sizes.M, sizes.N, sizes.Seed);
        SparseMatrix<T> a = c.Build();
        Assert.Equal((sizes.M, sizes.N, c.NonZeroCount), (a.RowCount, a.ColumnCount, a.NonZeroCount));
        AssertForms(a, c.Entries);
        AssertForms(c.Build(way: 1), c.Entries);
        AssertForms(SparseMatrix.FromTriplets(
            sizes.M, sizes.N, c.Values.Select((value, k) => (c.RowIndices[k], c.ColumnIndices[k], value))), c.Entries);

        // Compressed rows whose columns are unsorted and repeat: the triplets, stably sorted by row.
        int[] order = [.. Enumerable.Range(0, c.Values.Count).OrderBy(k => c.RowIndices[k])];
        int[] starts = new int[sizes.M + 1];
        foreach (int row in c.RowIndices)
        {
            starts[row + 1]++;
        }

        for (int i = 0; i < sizes.M; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] columns = [.. order.Select(k => c.ColumnIndices[k])];
        T[] values = [.. order.Select(k => c.Values[k])];
        AssertForms(SparseMatrix.FromCompressedRows<T>(sizes.M, sizes.N, starts, columns, values), c.Entries);
        AssertForms(SparseMatrix.FromCompressedColumns<T>(sizes.N, sizes.M, starts, columns, values), c.Entries.Transpose());

        DenseMatrix<T> dense = new Stored<T>(sizes.A, c.Entries).Matrix;
        AssertForms(SparseMatrix.FromDense(dense), c.Entries);
        Complex[,] large = Oracle.Build(sizes.M, sizes.N, (i, j) => Complex.Abs(c.Entries[i, j]) > 2 ? c.Entries[i, j] : 0);
        AssertForms(SparseMatrix.FromDense(dense, 2), large);
    });

    [Fact]
    public void Products_are_those_of_the_dense_matrix() => Cases.Check(sizes =>
    {
        SparseCase<T> c = new(sizes.M, sizes.N, sizes.Seed);
        SparseMatrix<T> a = c.Build(sizes.Seed % 4 / 2);
        Complex[,] x = Oracle.Gaussian<T>(sizes.N, sizes.K, sizes.Seed + 1);
        Complex[,] y = Oracle.Gaussian<T>(sizes.M, sizes.K, sizes.Seed + 2);
        Stored<T> storedX = new(sizes.A, x, isPaddingNaN: true);
        Stored<T> storedY = new(sizes.B, y, isPaddingNaN: true);
        double norm = c.Entries.Norm() * Math.Max(x.Norm(), y.Norm());
        Check(a.Multiply, storedX, c.Entries.Multiply(x), "A x");
        Check(a.MultiplyAdjoint, storedY, c.Entries.Adjoint().Multiply(y), "Aᴴ y");
        SparseMatrix<T> transpose = a.Transpose();
        Check(transpose.Multiply, storedY, c.Entries.Transpose().Multiply(y), "Aᵀ y");
        Check(transpose.MultiplyAdjoint, storedX, c.Entries.Conjugate().Multiply(x), "(Aᵀ)ᴴ x");
        SparseMatrix<T> adjoint = a.ConjugateTranspose();
        Check(adjoint.Multiply, storedY, c.Entries.Adjoint().Multiply(y), "AᴴY");
        Expect.SameBits(a * storedX.Matrix, a.Multiply(storedX.Matrix), "operator *");

        void Check(Action<DenseMatrix<T>, DenseMatrix<T>> product, Stored<T> operand, Complex[,] expected, string what)
        {
            Stored<T> destination = Stored<T>.Destination(sizes.C, expected.RowCount(), sizes.K);
            product(operand.Matrix, destination.Matrix);
            Expect.Close<T>(destination.Values, expected, Math.Max(sizes.M, sizes.N), norm, what);
            destination.AssertPaddingUntouched();
            operand.AssertUnchanged();
        }
    });

    /// <summary>Each entry of a product is a chain of its own: neither its neighbours, nor layouts, panels or threads change a bit of
    /// it.</summary>
    [Fact]
    public void A_column_of_a_product_has_the_same_bits_alone_and_in_any_company() => Cases.Check(sizes =>
    {
        SparseCase<T> c = new(sizes.M, sizes.N, sizes.Seed);
        SparseMatrix<T> a = c.Build();
        DenseMatrix<T> x = new Stored<T>(sizes.A, Oracle.Gaussian<T>(sizes.N, sizes.K, sizes.Seed)).Matrix;
        DenseMatrix<T> together = a.Multiply(x);
        DenseMatrix<T> whole = DenseMatrix.Create<T>(sizes.M, sizes.K, sizes.C.Layout);
        SparseProduct.Multiply(a.Rows, conjugate: false, x, whole);
        DenseMatrix<T> panels = DenseMatrix.Create<T>(sizes.M, sizes.K, sizes.B.Layout);
        SparseProduct.Multiply(a.Rows, conjugate: false, x, panels, mostColumns: 1 + (sizes.Seed % 11));
        Expect.SameBits(panels, whole, "in panels");
        for (int j = 0; j < sizes.K; j++)
        {
            Expect.SameBits(a.Multiply(x.AsColumns(j, 1)), together.AsColumns(j, 1), $"column {j} alone");
        }
    });

    [Fact]
    public void Large_products_have_the_same_bits_on_any_number_of_threads()
    {
        // One row is much heavier than the others, and many are empty.
        SparseMatrix<T> a = Banded(5000, 3000, heavyRow: 17);
        DenseMatrix<T> x = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(3000, 21, 1), MatrixLayout.ColumnMajor);
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5000, 21, 2));
        (DenseMatrix<T> product, DenseMatrix<T> adjoint) = Products(1);
        foreach (int threads in new[] { 2, 3, 16 })
        {
            (DenseMatrix<T> other, DenseMatrix<T> otherAdjoint) = Products(threads);
            Expect.SameBits(other, product, $"A x on {threads} threads");
            Expect.SameBits(otherAdjoint, adjoint, $"Aᴴ y on {threads} threads");
        }

        // Spot checks against the dense matrix: the heavy row, an empty one, and one at the end.
        DenseMatrix<T> dense = a.ToDense();
        foreach (int row in new[] { 17, 1, 4998 })
        {
            Complex[,] expected = Oracle.Of(dense.AsRows(row, 1) * x);
            Expect.Close<T>(Oracle.Of(product.AsRows(row, 1)), expected, 3000, a.FrobeniusNorm() * x.FrobeniusNorm(), $"row {row}");
        }

        Complex[,] whole = Oracle.Of(LinearOperator.MultiplyAdjoint(dense, y));
        Expect.Close<T>(Oracle.Of(adjoint), whole, 5000, a.FrobeniusNorm() * y.FrobeniusNorm(), "Aᴴ y");

        (DenseMatrix<T>, DenseMatrix<T>) Products(int threads)
        {
            DenseMatrix<T> ax = DenseMatrix.Create<T>(5000, 21, MatrixLayout.ColumnMajor);
            DenseMatrix<T> ay = DenseMatrix.Create<T>(3000, 21);
            SparseProduct.Multiply(a.Rows, conjugate: false, x, ax, threads: threads);
            SparseProduct.Multiply(a.Columns, conjugate: true, y, ay, threads: threads);
            return (ax, ay);
        }
    }

    /// <summary>The way for matrices with many more rows than columns, on all shapes: any number of parts, and of threads, with the same
    /// bits for each column.</summary>
    [Fact]
    public void Products_by_partial_sums_are_those_of_the_dense_matrix() => Cases.Check(sizes =>
    {
        SparseCase<T> c = new(sizes.M * (1 + (sizes.Seed % 40)), sizes.N, sizes.Seed);
        SparseMatrix<T> a = c.Build();
        Complex[,] y = Oracle.Gaussian<T>(c.Rows, sizes.K, sizes.Seed + 1);
        Stored<T> stored = new(sizes.A, y, isPaddingNaN: true);
        foreach (bool conjugate in new[] { false, true })
        {
            Complex[,] expected = (conjugate ? c.Entries.Adjoint() : c.Entries.Transpose()).Multiply(y);
            Stored<T> destination = Stored<T>.Destination(sizes.C, c.Columns, sizes.K);
            SparseProduct.MultiplyTransposed(a.Rows, conjugate, stored.Matrix, destination.Matrix, threads: 1);
            Expect.Close<T>(destination.Values, expected, c.Rows, c.Entries.Norm() * y.Norm(), "by partial sums");
            destination.AssertPaddingUntouched();
            stored.AssertUnchanged();
            DenseMatrix<T> other = DenseMatrix.Create<T>(c.Columns, sizes.K);
            SparseProduct.MultiplyTransposed(a.Rows, conjugate, stored.Matrix, other, mostColumns: 1 + (sizes.Seed % 11), threads: 7);
            Expect.SameBits(other, destination.Matrix, "in panels on seven threads");
        }
    });

    [Fact]
    public void Rows_columns_and_blocks_are_selected_and_copied() => Cases.Check(sizes =>
    {
        (int m, int n) = (Math.Max(1, sizes.M), Math.Max(1, sizes.N));
        SparseCase<T> c = new(m, n, sizes.Seed);
        SparseMatrix<T> a = c.Build(sizes.Seed % 4 / 2);
        System.Random random = new(sizes.Seed);
        int[] rows = [.. Enumerable.Range(0, sizes.K).Select(_ => random.Next(m))];
        int[] columns = [.. Enumerable.Range(0, sizes.K).Select(_ => random.Next(n))];
        AssertForms(a.SelectRows(rows), c.Entries.Rows(rows));
        AssertForms(a.SelectColumns(columns), c.Entries.Columns(columns));
        int row = random.Next(m + 1);
        int column = random.Next(n + 1);
        (int rowCount, int columnCount) = (random.Next(m - row + 1), random.Next(n - column + 1));
        AssertForms(a.ToBlock(row, column, rowCount, columnCount), c.Entries.Block(row, column, rowCount, columnCount));

        Stored<T> destination = Stored<T>.Destination(sizes.B, m, sizes.K);
        a.CopyColumns(columns, destination.Matrix);
        Expect.SameBits(destination.Values, c.Entries.Columns(columns), "columns");
        destination.AssertPaddingUntouched();
        destination = Stored<T>.Destination(sizes.C, sizes.K, n);
        a.CopyRows(rows, destination.Matrix);
        Expect.SameBits(destination.Values, c.Entries.Rows(rows), "rows");
        destination.AssertPaddingUntouched();
    });

    [Fact]
    public void The_norm_does_not_overflow() => Cases.Check(sizes =>
    {
        SparseCase<T> c = new(sizes.M, sizes.N, sizes.Seed);
        double scale = Expect.ExtremeScale<T>((ulong)sizes.Seed);
        SparseMatrix<T> a = SparseMatrix.FromDense(Oracle.ToMatrix<T>(c.Entries.Scale(scale)));
        double expected = c.Entries.Norm() * scale;
        Expect.Close(a.FrobeniusNorm(), expected, Expect.Rounding<T>(1, expected), "‖A‖_F");
        Assert.Equal(a.FrobeniusNorm(), a.Transpose().FrobeniusNorm());
    });

    [Fact]
    public void The_second_form_is_made_once_by_many_threads()
    {
        SparseMatrix<T> a = Banded(400, 300, heavyRow: 3);
        DenseMatrix<T> y = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(400, 3, 1));
        Complex[,] expected = Oracle.Of(a.ToDense()).Adjoint().Multiply(Oracle.Of(y));
        CompressedRows<T>[] forms = new CompressedRows<T>[32];
        Parallel.For(0, forms.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            Expect.Close<T>(Oracle.Of(LinearOperator.MultiplyAdjoint(a, y)), expected, 400, a.FrobeniusNorm() * y.FrobeniusNorm(), "Aᴴ y");
            forms[i] = a.Transpose().Rows;
        });
        Assert.All(forms, form => Assert.Same(forms[0], form));
    }

    private static SparseMatrix<T> Banded(int rows, int columns, int heavyRow)
    {
        System.Random random = new(5);
        List<(int, int, T)> entries = [];
        for (int i = 0; i < rows; i++)
        {
            int count = i == heavyRow ? columns : i % 3 == 1 ? 0 : 8;
            for (int k = 0; k < count; k++)
            {
                entries.Add((i, i == heavyRow
                    ? k : random.Next(columns), Scalar<T>.FromParts(random.NextDouble() - 0.5, random.NextDouble())));
            }
        }

        return SparseMatrix.FromTriplets(rows, columns, entries);
    }

    /// <summary>Everything that shows the entries shows these, through either form.</summary>
    private static void AssertForms(SparseMatrix<T> a, Complex[,] expected)
    {
        Expect.SameBits(Oracle.Of(a.ToDense()), expected, "row-major");
        Expect.SameBits(Oracle.Of(a.ToDense(MatrixLayout.ColumnMajor)), expected, "column-major");
        Expect.SameBits(Oracle.Of(a.Transpose().ToDense()), expected.Transpose(), "the transpose");
        Expect.SameBits(Oracle.Of(a.ConjugateTranspose().ToDense()), expected.Adjoint(), "the conjugate transpose");
        Expect.SameBits(Oracle.Build(a.RowCount, a.ColumnCount, (i, j) => Oracle.Of(a[i, j])), expected, "the indexer");
        AssertCompressed(a.AsCompressedRows(), expected);
        AssertCompressed(a.AsCompressedColumns(), expected.Transpose());
        Assert.Equal(expected.Cast<Complex>().Count(value => value != 0), a.NonZeroCount);
    }

    private static void AssertCompressed(CompressedVectors<T> vectors, Complex[,] expected)
    {
        Assert.Equal(expected.RowCount() + 1, vectors.Starts.Length);
        Assert.Equal((0, vectors.Values.Length), (vectors.Starts.Span[0], vectors.Starts.Span[^1]));
        Complex[,] entries = new Complex[expected.RowCount(), expected.ColumnCount()];
        for (int i = 0; i < expected.RowCount(); i++)
        {
            int previous = -1;
            for (int k = vectors.Starts.Span[i]; k < vectors.Starts.Span[i + 1]; k++)
            {
                Assert.True(vectors.Indices.Span[k] > previous, "the indices of a row rise");
                previous = vectors.Indices.Span[k];
                entries[i, previous] = Oracle.Of(vectors.Values.Span[k]);
                Assert.NotEqual(Complex.Zero, entries[i, previous]);
            }
        }

        Expect.SameBits(entries, expected, "the compressed form");
    }
}
