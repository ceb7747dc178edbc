using System.Numerics;
using System.Text;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.ToolTests;

/// <summary>The bytes of .npy and .npz files, and what is said of wrong ones.</summary>
public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_is_written_as_numpy_writes_it()
    {
        // np.save of np.array([[1, 2], [3, 4.]]), byte by byte (NumPy 1.24).
        const string Header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }";
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 0x76, 0, .. Encoding.ASCII.GetBytes(Header.PadRight(117)), (byte)'\n',
            .. new double[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes),
        ];
        using MemoryStream stream = new();
        NpyFormat.Write(stream, DenseMatrix.FromArray(new double[,] { { 1, 2 }, { 3, 4 } }), default);
        Assert.Equal(expected, stream.ToArray());
        Assert.Equal(128 + 32, expected.Length);
        string path = _folder.Write("a.npy", expected);
        Sample.Equal(DenseMatrix.FromArray(new double[,] { { 1, 2 }, { 3, 4 } }), Sample.Load<double>(path), path);
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 2), }",
        "the shape (4611686018427387904 × 2) at byte 60 is too large: a side has at most 2147483647 rows or columns.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 2000000000), }",
        "ends at byte 144; by the shape (2000000000 × 2000000000) at byte 60 it has 32000000000000000128.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 1), }",
        "ends at byte 144; by the shape (3 × 1) at byte 60 it has 152.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }",
        "goes on after byte 136, where by the shape (1 × 1) at byte 60 it ends.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "holds a single number, not a matrix (the shape at byte 60).")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 1), }", "has a wrong header at byte 61: a size is expected.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 1), }",
        "has a wrong header at byte 61: the size '99999999999999999999' is absurd.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "has a wrong header at byte 10: descr, fortran_order or shape is missing.")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
        "has a wrong header at byte 20: the type '|O' is not supported; save the array as float32, float64 or complex128.")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }",
        "has a wrong header at byte 20: the array is structured; save one of its fields.")]
    [InlineData("{'descr': '<f8', 'fortran_order': 1, 'shape': (2,), }", "has a wrong header at byte 44: True or False is expected.")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1, 2), }",
        "has a wrong header at byte 59: an array of 3 dimensions in Fortran order is no matrix; save it in C order.")]
    public void A_wrong_header_is_named_with_its_byte(string header, string message)
    {
        string path = _folder.Write(
            "a.npy", [0x93, .. "NUMPY"u8, 1, 0, 0x76, 0, .. Encoding.ASCII.GetBytes(header.PadRight(117) + "\n"), .. new byte[16]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(message, Sample.Refused(path));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20, "a refusal costs no memory");
    }

    [Theory]
    [InlineData(new byte[0], "ends at byte 0, inside the magic number.")]
    [InlineData(new byte[] { 0x93, 78, 85 }, "ends at byte 3, inside the magic number.")]
    [InlineData(new byte[] { 80, 75, 3, 4, 0, 0, 0, 0 }, "is no NumPy array: it does not begin (at byte 0) with \\x93NUMPY.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 9, 0, 1 }, "has the version 9.0 at byte 6; known are 1.0, 2.0 and 3.0.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 2, 0, 255, 255, 255, 255 },
        "gives its header a length of 4294967295 at byte 8; more than 65536 is absurd.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 1, 0, 60, 0, 123 }, "ends at byte 11, inside its header of 70 bytes.")]
    public void A_wrong_beginning_is_named_with_its_byte(byte[] content, string message) =>
        Assert.Equal(message, Sample.Refused(_folder.Write("a.npy", content)));

    [Fact]
    public void An_entry_that_is_not_finite_is_named_with_its_byte()
    {
        DenseMatrix<float> matrix = Sample.Matrix<float>(300, 200);
        matrix[299, 198] = float.NegativeInfinity;
        ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", matrix)], default);
        Assert.Equal($"the entry at byte {128 + (4 * ((299 * 200) + 198))} is -Infinity; entries must be finite.",
            Sample.Refused(_folder["a.npy"]).Replace("-∞", "-Infinity", StringComparison.Ordinal));
    }

    [Fact]
    public void A_complex_file_is_not_read_as_real()
    {
        ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", Sample.Matrix<Complex>(2, 2))], default);
        MatrixFileException exception = Assert.Throws<MatrixFileException>(() => Sample.Load<double>(_folder["a.npy"]));
        Assert.Contains("complex128 numbers, which float64 cannot hold", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_flipped_bit_in_an_archive_is_found_by_its_checksum()
    {
        ResultFiles.Write(_folder["a.npz"], [OutputArray.Of("a", Sample.Matrix<double>(20, 20))], default);
        byte[] bytes = File.ReadAllBytes(_folder["a.npz"]);
        bytes[1000] ^= 1;
        string message = Sample.Refused(_folder.Write("b.npz", bytes) + ":a");
        Assert.Contains("its checksum is", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_several_arrays_asks_for_a_name()
    {
        ResultFiles.Write(_folder["a.npz"],
            [OutputArray.Of("u", Sample.Matrix<double>(2, 3)), OutputArray.Of("v", Sample.Matrix<float>(3, 2))], default);
        Assert.Matches(@"^holds 2 arrays by its directory before byte \d+ \('u', 'v'\); name one as FILE.npz:NAME.$",
            Sample.Refused(_folder["a.npz"]));
        Sample.Equal(Sample.Matrix<float>(3, 2), Sample.Load<float>(_folder["a.npz"] + ":v"), "v");
    }

    [Fact]
    public void The_same_result_gives_the_same_file()
    {
        foreach (string name in new[] { "a.npz", "b.npz" })
        {
            ResultFiles.Write(_folder[name], [OutputArray.Of("u", Sample.Matrix<double>(2, 3))], default);
        }

        Assert.Equal(File.ReadAllBytes(_folder["a.npz"]), File.ReadAllBytes(_folder["b.npz"]));
    }

    [Fact]
    public void What_is_cancelled_leaves_nothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", Sample.Matrix<double>(5, 4))], source.Token));
        Assert.Throws<OperationCanceledException>(
            () => ResultFiles.Write(_folder["a.npz"], [OutputArray.Of("a", Sample.Matrix<double>(5, 4))], source.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }
}
