using System.Numerics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.ToolTests;

/// <summary>NumPy and SciPy write, we read; we write, NumPy reads.</summary>
public sealed class NumPyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_numpy_writes_is_read()
    {
        string listing = Python.Run(
            _folder.Path,
            Sample.PythonSource +
            """
            types = ['?', 'i1', 'u1', '<i2', '>i2', '<u4', '<i8', '>i8', '<f2', '<f4', '>f4', '<f8', '>f8', '<c8', '<c16', '>c16']
            for number, t in enumerate(types):
                for m, n in [(5, 4), (1, 7), (3, 1), (0, 3), (4, 0), (1, 1)]:
                    for order in 'CF':
                        name = f'{number}-{m}-{n}-{order}.npy'
                        np.save(name, np.asarray(sample(m, n, t), order=order))
                        print(name, m, n, np.dtype(t).kind)
            with open('v2.npy', 'wb') as f: np.lib.format.write_array(f, sample(5, 4, '<f8'), version=(2, 0))
            with open('v3.npy', 'wb') as f: np.lib.format.write_array(f, sample(5, 4, '<f8'), version=(3, 0))
            print('v2.npy', 5, 4, 'f'); print('v3.npy', 5, 4, 'f')
            np.save('vector.npy', sample(6, 1, '<f8').ravel()); print('vector.npy', 6, 1, 'f')
            np.save('cube.npy', sample(6, 4, '<f4').reshape(6, 2, 2)); print('cube.npy', 6, 4, 'f')
            np.savez('two.npz', x=sample(5, 4, '<f8'), y=sample(2, 3, '<c16')); print('two.npz:x', 5, 4, 'f'); print('two.npz:y', 2, 3, 'c')
            np.savez_compressed('one.npz', sample(40, 30, '<f4')); print('one.npz', 40, 30, 'f')
            np.savetxt('plain.csv', sample(5, 4, '<f8'), delimiter=','); print('plain.csv', 5, 4, 'f')
            np.savetxt('head.csv', sample(5, 4, '<f8'), delimiter=';', header='a;b;c;d', comments=''); print('head.csv', 5, 4, 'f')
            np.savetxt('complex.csv', sample(5, 4, '<c16'), delimiter=','); print('complex.csv', 5, 4, 'c')
            import scipy.io, scipy.sparse, gzip, shutil
            a = sample(5, 4, '<f8'); scipy.io.mmwrite('dense.mtx', a); print('dense.mtx', 5, 4, 'f')
            scipy.io.mmwrite('sparse.mtx', scipy.sparse.coo_matrix(a)); print('sparse.mtx', 5, 4, 'f')
            scipy.io.mmwrite('complex.mtx', scipy.sparse.coo_matrix(sample(5, 4, '<c16'))); print('complex.mtx', 5, 4, 'c')
            with open('sparse.mtx', 'rb') as f, gzip.open('packed.mtx.gz', 'wb') as g: shutil.copyfileobj(f, g)
            print('packed.mtx.gz', 5, 4, 'f')
            """);
        string[] lines = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((16 * 6 * 2) + 14, lines.Length);
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            int rows = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            int columns = int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture);
            DenseMatrix<Complex> measured = Sample.Load<Complex>(_folder[words[0]]);
            DenseMatrix<Complex> expected = DenseMatrix.Create<Complex>(rows, columns);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Complex entry = Sample.Entry(i, j, words[3] == "c");
                    expected[i, j] = words[3] == "b" ? entry.Real % 2 : entry;
                }
            }

            Sample.Equal(expected, measured, words[0]);
        }
    }

    [Fact]
    public void Symmetric_files_of_scipy_are_completed()
    {
        Python.Run(
            _folder.Path,
            """
            import numpy as np, scipy.io, scipy.sparse
            a = np.array([[1., 2, 0], [2, 0, -3], [0, -3, 5]])
            k = np.array([[0., 2, 0], [-2, 0, -3], [0, 3, 0]])
            h = np.array([[1, 2 + 1j, 0], [2 - 1j, 4, 3j], [0, -3j, 5]])
            for name, x in (('a', a), ('k', k), ('h', h)):
                np.save(name + '.npy', x)
                scipy.io.mmwrite(name + '-sparse.mtx', scipy.sparse.coo_matrix(x))
                scipy.io.mmwrite(name + '-dense.mtx', x)
            """);
        foreach (string name in new[] { "a", "k", "h" })
        {
            DenseMatrix<Complex> expected = Sample.Load<Complex>(_folder[$"{name}.npy"]);
            foreach (string kind in new[] { "sparse", "dense" })
            {
                string path = _folder[$"{name}-{kind}.mtx"];
                string wanted = name switch { "a" => "symmetric", "k" => "skew", _ => "hermitian" };
                Assert.Contains(wanted, File.ReadLines(path).First(), StringComparison.OrdinalIgnoreCase);
                Sample.Equal(expected, Sample.Load<Complex>(path), path);
            }
        }
    }

    [Fact]
    public void What_we_write_is_read_by_numpy()
    {
        Write<float>("<f4");
        Write<double>("<f8");
        Write<Complex>("<c16");
        ResultFiles.Write(
            _folder["all.npz"],
            [
                OutputArray.Of("u", Sample.Matrix<double>(5, 4, MatrixLayout.ColumnMajor)),
                OutputArray.Of<double>("s", (double[])[3, 2, 1]),
                OutputArray.Of<int>("indices", (int[])[4, 0]),
            ],
            default);
        ResultFiles.Write(_folder["x.csv"], [OutputArray.Of("a", Sample.Matrix<double>(5, 4))], default);
        ResultFiles.Write(_folder["z.csv"], [OutputArray.Of("a", Sample.Matrix<Complex>(5, 4))], default);
        string output = Python.Run(
            _folder.Path,
            Sample.PythonSource +
            """
            for t in ('<f4', '<f8', '<c16'):
                for m, n in [(5, 4), (1, 7), (0, 3), (3, 0)]:
                    for order in 'CF':
                        a = np.load(f'{t[1:]}-{m}-{n}-{order}.npy', allow_pickle=False)
                        assert a.dtype == np.dtype(t) and a.shape == (m, n), (a.dtype, a.shape)
                        assert (a == sample(m, n, t)).all()
                        assert a.flags['C_CONTIGUOUS' if order == 'C' else 'F_CONTIGUOUS']
            z = np.load('all.npz', allow_pickle=False)
            assert sorted(z.files) == ['indices', 's', 'u'], z.files
            assert (z['u'] == sample(5, 4, '<f8')).all() and (z['s'] == [3, 2, 1]).all()
            assert (z['indices'] == [4, 0]).all() and z['indices'].dtype == np.int32
            assert (np.loadtxt('x.csv', delimiter=',') == sample(5, 4, '<f8')).all()
            assert (np.loadtxt('z.csv', delimiter=',', dtype=complex) == sample(5, 4, '<c16')).all()
            print('good')
            """);
        Assert.Equal("good", output.Trim());

        void Write<T>(string type)
            where T : unmanaged, INumberBase<T>
        {
            foreach ((int rows, int columns) in new[] { (5, 4), (1, 7), (0, 3), (3, 0) })
            {
                foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
                {
                    // A view with padding: what is written must not contain it.
                    DenseMatrix<T> whole = Sample.Matrix<T>(rows + 2, columns + 3, layout);
                    string order = layout == MatrixLayout.RowMajor ? "C" : "F";
                    ResultFiles.Write(_folder[$"{type[1..]}-{rows}-{columns}-{order}.npy"],
                        [OutputArray.Of("a", whole.AsBlock(0, 0, rows, columns))], default);
                }
            }
        }
    }
}
