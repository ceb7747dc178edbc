using System.Numerics;
using LowRank.IO;

namespace LowRank.ToolTests;

/// <summary>A matrix of small whole numbers that every stored type holds exactly; Python's side of the tests computes the same.</summary>
internal static class Sample
{
    /// <summary>The same in Python; complex types add the second term.</summary>
    public const string PythonSource =
        """
        import numpy as np
        def sample(m, n, dtype):
            i, j = np.indices((m, n))
            a = ((7 * i + 3 * j) % 5).astype(np.complex128 if np.dtype(dtype).kind == 'c' else np.int64)
            if np.dtype(dtype).kind == 'c': a = a + 1j * ((i + j) % 3)
            if np.dtype(dtype).kind == 'b': a = a % 2
            return a.astype(dtype)

        """;

    public static Complex Entry(int i, int j, bool isComplex) => new(((7 * i) + (3 * j)) % 5, isComplex ? (i + j) % 3 : 0);

    public static DenseMatrix<T> Matrix<T>(int rows, int columns, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(rows, columns, layout);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = T.CreateTruncating(Entry(i, j, typeof(T) == typeof(Complex)));
            }
        }

        return matrix;
    }

    public static void Equal<T>(DenseMatrix<T> expected, DenseMatrix<T> measured, string what)
        where T : unmanaged, INumberBase<T>
    {
        Assert.True((expected.RowCount, expected.ColumnCount) == (measured.RowCount, measured.ColumnCount),
            $"{what}: {measured}, expected {expected}");
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int j = 0; j < expected.ColumnCount; j++)
            {
                Assert.True(expected[i, j] == measured[i, j],
                    $"{what}: {measured[i, j]} at row {i}, column {j}; expected {expected[i, j]}");
            }
        }
    }

    /// <summary>‖A − B‖_F ≤ 100 ε ‖A‖_F √(number of terms).</summary>
    public static void Close<T>(DenseMatrix<T> expected, DenseMatrix<T> measured, int terms, string what)
        where T : unmanaged, INumberBase<T>
    {
        double epsilon = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        double difference = 0;
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int j = 0; j < expected.ColumnCount; j++)
            {
                difference = double.Hypot(difference, double.CreateChecked(T.Abs(expected[i, j] - measured[i, j])));
            }
        }

        double allowed = 100 * epsilon * expected.FrobeniusNorm() * Math.Sqrt(terms);
        Assert.True(difference <= allowed, $"{what}: the difference is {difference}, allowed {allowed}");
    }

    public static DenseMatrix<T> Load<T>(string name, LoadOptions? options = null)
        where T : unmanaged, INumberBase<T>
    {
        options ??= new LoadOptions();
        return MatrixFiles.Open(name, options).LoadDense<T>(options);
    }

    public static string Refused(string name, LoadOptions? options = null)
    {
        options ??= new LoadOptions();
        MatrixFileException exception = Assert.Throws<MatrixFileException>(() =>
        {
            MatrixFile file = MatrixFiles.Open(name, options);
            file.ElementType.Dispatch(new Loading(file, options));
        });
        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", exception.Message, StringComparison.Ordinal);
        return exception.Message[name.Length..].TrimStart(':', ' ');
    }

    private sealed class Loading(MatrixFile file, LoadOptions options) : IElementAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumberBase<T>
        {
            file.Load<T>(options);
            return true;
        }
    }
}
