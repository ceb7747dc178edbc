using System.Numerics.Tensors;
using LowRank.Compare.Cases;
using LowRank.Compare.Workers;

namespace LowRank.Compare.Measuring;

/// <summary>The inputs: made once, kept as files for the workers, and what the checker must know of them. Only one is kept in
/// memory.</summary>
/// <param name="folder">Where the files go.</param>
/// <param name="dataFolder">The folder of Fashion-MNIST; null: there is none.</param>
internal sealed class InputStore(string folder, string? dataFolder)
{
    private readonly Dictionary<string, double[]> _spectra = [];
    private readonly Dictionary<string, DenseMatrix<double>> _loaded = [];

    public bool HasData => dataFolder is not null;

    /// <summary>The file of an input in a precision; made if it is not there yet.</summary>
    public string PathOf(MatrixRecipe recipe, ElementType type)
    {
        string path = Path.Combine(folder, $"{recipe.Name}-{type.ToString().ToLowerInvariant()}.npy");
        if (!File.Exists(path))
        {
            // Row by row, as NumPy's users have it, and as the checker reads it.
            DenseMatrix<double> matrix = type == ElementType.Double
                ? recipe.Build(dataFolder).ToDense(MatrixLayout.RowMajor)
                : Load(recipe, ElementType.Double);
            if (type == ElementType.Float)
            {
                DenseMatrix<float> rounded = DenseMatrix.Create<float>(matrix.RowCount, matrix.ColumnCount);
                TensorPrimitives.ConvertTruncating<double, float>(matrix.Memory.Span, rounded.Memory.Span);
                NpyFile.Write(path, rounded);
            }
            else
            {
                NpyFile.Write(path, matrix);
            }
        }

        return path;
    }

    /// <summary>An input as the workers get it, its entries as double.</summary>
    public DenseMatrix<double> Load(MatrixRecipe recipe, ElementType type)
    {
        string path = PathOf(recipe, type);
        if (!_loaded.TryGetValue(path, out DenseMatrix<double>? matrix))
        {
            matrix = NpyFile.Read<double>(path);
            _loaded.Add(path, matrix);
        }

        return matrix;
    }

    /// <summary>Drops the matrices that are in memory.</summary>
    public void Forget() => _loaded.Clear();

    /// <summary>The singular values: as they were set, or of one full SVD by this library.</summary>
    public IReadOnlyList<double> SpectrumOf(MatrixRecipe recipe)
    {
        if (recipe.Spectrum is { } known)
        {
            return known;
        }

        if (!_spectra.TryGetValue(recipe.Name, out double[]? spectrum))
        {
            spectrum =
            [
                .. TruncatedSvd.Compute(
                    Load(recipe, ElementType.Double),
                    Math.Min(recipe.Rows, recipe.Columns),
                    new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full }).SingularValues,
            ];
            _spectra.Add(recipe.Name, spectrum);
        }

        return spectrum;
    }
}
