using System.Globalization;
using System.Numerics;

namespace LowRank.ReferenceTests;

/// <summary>The matrices of reference.txt by name; see generate.py for the format and the origin.</summary>
internal static class Reference
{
    private static readonly Lazy<Dictionary<string, Complex[,]>> All = new(Read);

    public static Complex[,] Get(string name) => All.Value[name];

    public static bool IsComplex(string name) => Get(name).Cast<Complex>().Any(z => z.Imaginary != 0);

    public static double Number(string name) => Get(name)[0, 0].Real;

    public static int[] Indices(string name) => [.. Get(name).Cast<Complex>().Select(z => (int)z.Real)];

    public static DenseMatrix<T> Matrix<T>(string name, MatrixLayout layout = MatrixLayout.RowMajor)
        where T : unmanaged, INumberBase<T> => Values.ToMatrix<T>(Get(name), layout);

    private static Dictionary<string, Complex[,]> Read()
    {
        Dictionary<string, Complex[,]> matrices = [];
        string file = Path.Combine(AppContext.BaseDirectory, "NumPy", "reference.txt");
        using IEnumerator<string> lines = File.ReadLines(file).Where(line => line[0] != '#').GetEnumerator();
        while (lines.MoveNext())
        {
            string[] header = lines.Current.Split(' ');
            Complex[,] matrix = new Complex[int.Parse(header[1], CultureInfo.InvariantCulture),
                int.Parse(header[2], CultureInfo.InvariantCulture)];
            for (int i = 0; i < matrix.GetLength(0); i++)
            {
                Assert.True(lines.MoveNext(), $"{header[0]} is cut short");
                string[] entries = lines.Current.Split(' ');
                Assert.Equal(matrix.GetLength(1), entries.Length);
                for (int j = 0; j < entries.Length; j++)
                {
                    double[] parts = [.. entries[j].Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
                    matrix[i, j] = new Complex(parts[0], parts.Length > 1 ? parts[1] : 0);
                }
            }

            matrices.Add(header[0], matrix);
        }

        return matrices;
    }
}
