using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.ToolTests;

public sealed class MappedMatrixTestsOfSingle : MappedMatrixTests<float>;

public sealed class MappedMatrixTestsOfDouble : MappedMatrixTests<double>;

public sealed class MappedMatrixTestsOfComplex : MappedMatrixTests<Complex>;

/// <summary>A matrix that stays in its file, against the same matrix in memory.</summary>
public abstract class MappedMatrixTests<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int, int, MatrixLayout, int> Cases
    {
        get
        {
            TheoryData<int, int, MatrixLayout, int> cases = [];
            foreach ((int rows, int columns) in new[] { (13, 7), (7, 13), (1, 40), (40, 1), (0, 3), (3, 0) })
            {
                foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
                {
                    // Blocks of one entry, of part of a row, of some rows, of everything.
                    foreach (int entries in new[] { 1, 5, 30, 10_000 })
                    {
                        cases.Add(rows, columns, layout, entries);
                    }
                }
            }

            return cases;
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_norm_rows_and_columns(int rows, int columns, MatrixLayout layout, int entriesPerBlock)
    {
        DenseMatrix<T> dense = Sample.Matrix<T>(rows, columns, layout);
        using MappedMatrix<T> mapped = Map(dense, entriesPerBlock);
        foreach (MatrixLayout other in Enum.GetValues<MatrixLayout>())
        {
            // Views with padding, filled with what must be overwritten, or left alone.
            DenseMatrix<T> x = Sample.Matrix<T>(columns + 1, 6, other).AsBlock(1, 0, columns, 5);
            DenseMatrix<T> y = Sample.Matrix<T>(rows + 1, 6, other);
            mapped.Multiply(x, y.AsBlock(0, 0, rows, 5));
            Sample.Close(dense * x, y.AsBlock(0, 0, rows, 5), columns, "A x");
            Sample.Equal(Sample.Matrix<T>(rows + 1, 6).AsColumns(5, 1), y.AsColumns(5, 1), "what is beside the destination");

            DenseMatrix<T> u = Sample.Matrix<T>(rows, 3, other);
            DenseMatrix<T> v = Sample.Matrix<T>(columns + 1, 3, other);
            mapped.MultiplyAdjoint(u, v.AsBlock(0, 0, columns, 3));
            Sample.Close(dense.ConjugateTranspose() * u, v.AsBlock(0, 0, columns, 3), rows, "Aᴴ x");
        }

        Assert.Equal(dense.FrobeniusNorm(), mapped.FrobeniusNorm(), 1e-12 * (1 + dense.FrobeniusNorm()));
        if (rows > 0 && columns > 0)
        {
            int[] chosenRows = [rows - 1, 0, rows / 2, 0];
            DenseMatrix<T> expected = DenseMatrix.Create<T>(4, columns);
            DenseMatrix<T> measured = DenseMatrix.Create<T>(4, columns, layout);
            dense.CopyRows(chosenRows, expected);
            mapped.CopyRows(chosenRows, measured);
            Sample.Equal(expected, measured, "rows");
            int[] chosenColumns = [columns - 1, 0, columns - 1];
            expected = DenseMatrix.Create<T>(rows, 3);
            measured = DenseMatrix.Create<T>(rows, 3, layout);
            dense.CopyColumns(chosenColumns, expected);
            mapped.CopyColumns(chosenColumns, measured);
            Sample.Equal(expected, measured, "columns");
        }
    }

    [Fact]
    public void A_decomposition_is_that_of_the_matrix_in_memory()
    {
        DenseMatrix<T> dense = Sample.Matrix<T>(60, 30);
        using MappedMatrix<T> mapped = Map(dense, 100);
        TruncatedSvdOptions options = new() { Method = TruncatedSvdMethod.SubspaceIteration };
        TruncatedSvd<T> expected = TruncatedSvd.Compute(dense, 4, options);
        TruncatedSvd<T> measured = TruncatedSvd.Compute(mapped, 4, options);
        double tolerance = (typeof(T) == typeof(float) ? 1e-5 : 1e-13) * expected.SingularValues[0];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected.SingularValues[i], measured.SingularValues[i], tolerance);
        }
    }

    [Fact]
    public void A_file_cut_short_after_opening_is_named_with_its_byte()
    {
        using MappedMatrix<T> mapped = Map(Sample.Matrix<T>(20, 10), 50);

        // By another program: .NET itself keeps to the locks that its streams take.
        using (Process process = Process.Start("truncate", ["-s", "300", _folder["a.npy"]]))
        {
            process.WaitForExit();
        }

        MatrixFileException exception = Assert.Throws<MatrixFileException>(() => mapped.FrobeniusNorm());
        Assert.EndsWith("ends at byte 300; it was longer when it was opened.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pass_is_cancelled_between_blocks()
    {
        using CancellationTokenSource source = new();
        ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", Sample.Matrix<T>(20, 10))], default);
        LoadOptions options = new() { LoadedBytes = 0, BlockBytes = 100, CancellationToken = source.Token };
        ILinearOperator<T> loaded = MatrixFiles.Open(_folder["a.npy"], options).Load<T>(options);
        using MappedMatrix<T> mapped = Assert.IsAssignableFrom<MappedMatrix<T>>(loaded);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => mapped.FrobeniusNorm());
    }

    private MappedMatrix<T> Map(DenseMatrix<T> matrix, int entriesPerBlock)
    {
        ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", matrix)], default);
        LoadOptions options = new() { LoadedBytes = -1, BlockBytes = entriesPerBlock * ElementTypes.Of<T>().Size() };
        return Assert.IsAssignableFrom<MappedMatrix<T>>(MatrixFiles.Open(_folder["a.npy"], options).Load<T>(options));
    }
}

/// <summary>More entries than an array holds.</summary>
public sealed class HugeFileTests
{
    [Fact]
    public void A_matrix_of_more_than_two_to_the_31_entries_is_read_in_blocks()
    {
        const int Rows = 50_000;
        const int Columns = 45_000;
        using TemporaryFolder folder = new();
        byte[] header = NpyHeader.Compose("|u1", isFortranOrder: false, [Rows, Columns]);
        using (FileStream stream = File.Create(folder["huge.npy"]))
        {
            // A file with a hole takes no room on the disk.
            stream.Write(header);
            stream.SetLength(header.Length + ((long)Rows * Columns));
            stream.Position = stream.Length - 2;
            stream.Write([7, 9]);
        }

        LoadOptions options = new();
        using MappedMatrix<double> matrix = Assert.IsAssignableFrom<MappedMatrix<double>>(
            MatrixFiles.Open(folder["huge.npy"], options).Load<double>(options));
        Assert.Equal((Rows, Columns), (matrix.RowCount, matrix.ColumnCount));
        DenseMatrix<double> last = DenseMatrix.Create<double>(2, Columns);
        matrix.CopyRows([Rows - 1, 0], last);
        Assert.Equal(9, last[0, Columns - 1]);
        Assert.Equal(7, last[0, Columns - 2]);
        Assert.Equal(double.Hypot(9, 7), last.FrobeniusNorm(), 1e-14);

        // As one array it is refused before anything is allocated.
        MatrixFileException exception = Assert.Throws<MatrixFileException>(() => Sample.Load<double>(folder["huge.npy"]));
        Assert.Contains("more than can be held", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Big_endian_integers_are_converted_block_by_block()
    {
        using TemporaryFolder folder = new();
        short[] values = [.. Enumerable.Range(-50, 600).Select(i => (short)(i * 7))];
        byte[] swapped = [.. values.SelectMany(value => BitConverter.GetBytes(value).Reverse())];
        string path = folder.Write("a.npy", [.. NpyHeader.Compose(">i2", isFortranOrder: true, [30, 20]), .. swapped]);
        LoadOptions options = new() { LoadedBytes = 0, BlockBytes = 700 };
        ILinearOperator<float> loaded = MatrixFiles.Open(path, options).Load<float>(options);
        using MappedMatrix<float> mapped = Assert.IsAssignableFrom<MappedMatrix<float>>(loaded);
        DenseMatrix<float> expected = DenseMatrix.Wrap(Array.ConvertAll(values, value => (float)value), 30, 20, MatrixLayout.ColumnMajor);
        DenseMatrix<float> rows = DenseMatrix.Create<float>(30, 20);
        mapped.CopyRows([.. Enumerable.Range(0, 30)], rows);
        Sample.Equal(expected, rows, "rows");
        Assert.True(MemoryMarshal.TryGetArray<float>(rows.Memory, out _));
    }
}
