using System.Text.Json.Nodes;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary>Facts and plots that several commands have.</summary>
internal static class CommonFacts
{
    private const int MostIndicesShown = 20;

    public static void Add(Outcome outcome, ErrorEstimate error)
    {
        outcome.Facts.Add(Fact.Of("error", "error (Frobenius)", error.Frobenius));
        outcome.Facts.Add(Fact.Of("relativeError", "relative error", error.RelativeFrobenius));
        outcome.Facts.Add(Fact.Of("errorMethod", "known by",
            Options.Hyphenated(error.Method) + (error.IsBelowResolution ? ", below what that can resolve" : "")));
    }

    /// <summary>Indices that were chosen: the first of them for people, all for programs.</summary>
    public static void AddIndices(Outcome outcome, string key, string label, IReadOnlyList<int> indices)
    {
        string more = indices.Count > MostIndicesShown ? ", …" : "";
        outcome.Facts.Add(new Fact(
            key, label, string.Join(", ", indices.Take(MostIndicesShown)) + more,
                new JsonArray([.. indices.Select(index => JsonValue.Create(index))])));
    }

    /// <summary>How well singular values are known, and as many digits of them as are.</summary>
    public static void AddAccuracy(Outcome outcome, IReadOnlyList<double> values, IReadOnlyList<SingularValueAccuracy> accuracy)
    {
        if (accuracy.Count == 0)
        {
            return;
        }

        outcome.SpectrumDigits = [.. accuracy.Select((known, i) => known.SignificantDigits(values[i]))];
        double worst = accuracy.Select((known, i) => values[i] == 0 ? 0 : known.EstimatedError / values[i]).Max();
        double residual = accuracy.Max(known => known.ResidualNorm);
        string text = double.IsNaN(worst) ? "not measured"
            : worst < 1e-9 ? "rounding"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * worst:G2} %, by estimate");
        outcome.Facts.Add(new Fact("valuesWithin", "values within", text, Fact.Json(worst)));
        outcome.Facts.Add(Fact.Of("residualNorm", "largest residual of a triplet", residual));
    }

    /// <summary>The singular values, and what error each rank leaves.</summary>
    /// <param name="outcome">Where they go.</param>
    /// <param name="values">The leading singular values, descending.</param>
    /// <param name="errors">The relative error of rank i at place i, from rank 0 on.</param>
    public static void AddSpectrum(Outcome outcome, double[] values, double[] errors)
    {
        outcome.Spectrum = values;
        outcome.Plots.Add(Spectrum("Singular values", values));
        outcome.Plots.Add(new Plot(
            "Error against rank", "rank", "relative error", [.. errors.Select((error, rank) => ((double)rank, error))]));
    }

    /// <summary>Singular values as a curve.</summary>
    public static Plot Spectrum(string title, IEnumerable<double> values) =>
        new(title, "number", "singular value", [.. values.Select((value, i) => (i + 1.0, value))]);

    /// <summary>
    /// The relative error of every rank from 0 to the number of values: √(rest² + Σ_{i &gt; k} σ_i²) / norm, summed from the smallest on.
    /// </summary>
    public static double[] RelativeErrors(IReadOnlyList<double> values, double rest, double norm)
    {
        double[] errors = new double[values.Count + 1];
        double error = norm == 0 ? 0 : rest / norm;
        errors[^1] = error;
        for (int k = values.Count - 1; k >= 0; k--)
        {
            error = norm == 0 ? 0 : double.Hypot(error, values[k] / norm);
            errors[k] = error;
        }

        return errors;
    }
}
