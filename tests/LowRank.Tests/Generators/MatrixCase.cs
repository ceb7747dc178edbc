namespace LowRank.Tests;

/// <summary>
/// All that determines a test matrix: small enough to print, so that a failure can be shrunk and replayed. The matrix is built by
/// <see cref="KnownMatrix{T}"/>, inside the property.
/// </summary>
/// <param name="Rows">The number of rows, 0 or more.</param>
/// <param name="Columns">The number of columns, 0 or more.</param>
/// <param name="Rank">The exact rank; 0 makes a zero matrix.</param>
/// <param name="Spectrum">How the singular values fall.</param>
/// <param name="Layout">The order of the entries in memory.</param>
/// <param name="Padding">Elements of padding between rows or columns.</param>
/// <param name="Seed">The seed of the singular vectors.</param>
/// <param name="HasTwins">Whether the right half of the columns repeats the left half (the rank is then at most that half).</param>
public sealed record MatrixCase(
    int Rows, int Columns, int Rank, SpectrumFamily Spectrum, MatrixLayout Layout, int Padding, ulong Seed, bool HasTwins = false)
{
    public int Min => Math.Min(Rows, Columns);

    public int Max => Math.Max(Rows, Columns);

    /// <summary>The non-zero singular values, descending from 1; the smallest is no smaller than <paramref name="smallest"/>.</summary>
    public double[] SingularValues(double smallest)
    {
        double[] values = new double[Rank];
        for (int j = 0; j < Rank; j++)
        {
            double position = Rank == 1 ? 0 : (double)j / (Rank - 1);
            values[j] = Spectrum switch
            {
                SpectrumFamily.Flat => 1,
                SpectrumFamily.Polynomial => Math.Max(smallest, 1.0 / ((j + 1) * (j + 1))),
                SpectrumFamily.Exponential => Math.Max(Math.Pow(0.5, j), Math.Pow(smallest, position)),
                SpectrumFamily.SShaped => smallest + ((1 - smallest) / (1 + Math.Exp(12 * (position - 0.5)))),
                SpectrumFamily.Step => 2 * j < Rank ? 1 : Math.Sqrt(smallest),
                _ => j == 0 ? 1 : 0.05,
            };
        }

        return values;
    }

    /// <summary>Smaller cases, nearest first.</summary>
    public IEnumerable<MatrixCase> Shrink()
    {
        if (Padding > 0)
        {
            yield return this with { Padding = 0 };
        }

        if (HasTwins)
        {
            yield return this with { HasTwins = false };
        }

        if (Layout == MatrixLayout.ColumnMajor)
        {
            yield return this with { Layout = MatrixLayout.RowMajor };
        }

        if (Spectrum != SpectrumFamily.Flat)
        {
            yield return this with { Spectrum = SpectrumFamily.Flat };
        }

        foreach (int rows in new[] { Rows / 2, Rows - 1 }.Where(rows => rows >= 0 && rows < Rows))
        {
            yield return (this with { Rows = rows }).WithRank(Rank);
        }

        foreach (int columns in new[] { Columns / 2, Columns - 1 }.Where(columns => columns >= 0 && columns < Columns))
        {
            yield return (this with { Columns = columns }).WithRank(Rank);
        }

        if (Rank > 0)
        {
            yield return WithRank(Rank - 1);
        }

        if (Seed > 0)
        {
            yield return this with { Seed = Seed / 2 };
        }
    }

    /// <summary>This case with the rank that its shape allows, at most the one given.</summary>
    public MatrixCase WithRank(int rank) => this with { Rank = Math.Min(rank, Math.Min(Rows, HasTwins ? Columns / 2 : Columns)) };
}
