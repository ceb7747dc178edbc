using System.Numerics;

namespace LowRank.NativeProbe;

/// <summary>
/// A small column-major matrix in managed complex numbers: what native results are checked against. All on purpose naive.
/// </summary>
internal sealed class Dense(int rows, int columns)
{
    internal int Rows => rows;

    internal int Columns => columns;

    internal Complex[] Values { get; } = new Complex[rows * columns];

    internal Complex this[int row, int column]
    {
        get => Values[row + (column * rows)];
        set => Values[row + (column * rows)] = value;
    }

    internal static Dense Create(int rows, int columns, Func<int, int, Complex> value)
    {
        var result = new Dense(rows, columns);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                result[row, column] = value(row, column);
            }
        }

        return result;
    }

    /// <summary>Entries uniform on [−1, 1], exactly representable in single precision.</summary>
    internal static Dense Random(int rows, int columns, bool complex, int seed)
    {
        var random = new Random(seed);
        double Next() => (random.Next(-1024, 1025)) / 1024.0;
        return Create(rows, columns, (_, _) => complex ? new Complex(Next(), Next()) : Next());
    }

    internal static Dense Identity(int size) => Create(size, size, (row, column) => row == column ? 1 : 0);

    internal Dense Adjoint() => Create(columns, rows, (row, column) => Complex.Conjugate(this[column, row]));

    internal Dense Upper(int? size = null) => Create(size ?? rows, columns, (row, column) => row <= column ? this[row, column] : 0);

    internal Dense Lower() => Create(rows, columns, (row, column) => row >= column ? this[row, column] : 0);

    public static Dense operator *(Dense a, Dense b) => Create(a.Rows, b.Columns, (row, column) =>
    {
        Complex sum = 0;
        for (int k = 0; k < a.Columns; k++)
        {
            sum += a[row, k] * b[k, column];
        }

        return sum;
    });

    public static Dense operator *(Complex factor, Dense a) => Create(a.Rows, a.Columns, (row, column) => factor * a[row, column]);

    public static Dense operator +(Dense a, Dense b) => Create(a.Rows, a.Columns, (row, column) => a[row, column] + b[row, column]);

    public static Dense operator -(Dense a, Dense b) => Create(a.Rows, a.Columns, (row, column) => a[row, column] - b[row, column]);

    /// <summary>The largest magnitude; NaN wins, so that it cannot hide.</summary>
    internal double Max()
    {
        double max = 0;
        foreach (Complex value in Values)
        {
            double magnitude = Complex.Abs(value);
            max = double.IsNaN(magnitude) ? double.NaN : Math.Max(max, magnitude);
        }

        return max;
    }
}
