using System.Net;
using System.Text;
using LowRank;
using LowRank.Reporting;
using Samples;

namespace FashionMnist.Report;

/// <summary>The pictures of the page: images beside their reconstructions, and the pixels that the ID chose.</summary>
internal static class Gallery
{
    /// <summary>The first training image of each class, a class a column; below it what each rank keeps of it.</summary>
    public static string Reconstructions(DemoResult result)
    {
        ImageSet images = result.Train;
        int[] shown = [.. Enumerable.Range(0, ImageSet.ClassCount).Select(label => Array.IndexOf(images.Labels, (byte)label)).Where(
            index => index >= 0)];
        StringBuilder html = new();
        Row("original", index => result.Matrix.AsRows(index, 1));
        foreach (TruncatedSvd<double> svd in result.Svd.Results)
        {
            DenseMatrix<double> scaled = Experiments.Factors.ScaledVT(svd);
            Row($"SVD, rank {svd.Rank}", index => svd.U.AsRows(index, 1).ToDense(MatrixLayout.RowMajor) * scaled);
        }

        InterpolativeDecomposition<double> id = Chosen(result);
        Row($"ID, from {id.Rank} pixels", index => id.Skeleton.AsRows(index, 1).ToDense(MatrixLayout.RowMajor) * id.Coefficients);
        return html.ToString();

        void Row(string name, Func<int, DenseMatrix<double>> row)
        {
            html.Append($"<h3>{WebUtility.HtmlEncode(name)}</h3>\n<div class=\"strip\">\n");
            foreach (int index in shown)
            {
                string alt = WebUtility.HtmlEncode($"{ImageSet.ClassNames[images.Labels[index]]}, {name}");
                string source = Png.DataUri(Png.Grey(row(index).Memory.Span, images.Width));
                html.Append($"<img alt=\"{alt}\" title=\"{alt}\" width=\"{images.Width}\" height=\"{images.Height}\" src=\"{source}\">\n");
            }

            html.Append("</div>\n");
        }
    }

    /// <summary>The chosen pixels over the mean image; the first ten carry their number.</summary>
    public static string ChosenPixels(DemoResult result)
    {
        const int Scale = 20;
        const int Numbered = 10;
        InterpolativeDecomposition<double> id = Chosen(result);
        (int width, int height) = (result.Train.Width, result.Train.Height);
        StringBuilder svg = new();
        string alt = $"The mean of all training images with the {id.Rank} pixels that the interpolative decomposition chose, as row and "
            + "column from 0: "
            + string.Join(", ", id.Indices.Select(index => $"{index / width}/{index % width}"));
        svg.Append($"<svg class=\"pixels\" viewBox=\"0 0 {width * Scale} {height * Scale}\" role=\"img\" "
            + $"aria-label=\"{WebUtility.HtmlEncode(alt)}\">\n");
        svg.Append($"<image width=\"{width * Scale}\" height=\"{height * Scale}\" preserveAspectRatio=\"none\" "
            + $"href=\"{Png.DataUri(Png.Grey(Mean(result.Matrix).Memory.Span, width))}\"/>\n");
        for (int i = 0; i < id.Rank; i++)
        {
            (int x, int y) = (id.Indices[i] % width * Scale, id.Indices[i] / width * Scale);
            string first = i < Numbered ? " class=\"first\"" : "";
            svg.Append($"<rect{first} x=\"{x + 2}\" y=\"{y + 2}\" width=\"{Scale - 4}\" height=\"{Scale - 4}\"/>");
            if (i < Numbered)
            {
                svg.Append($"<text x=\"{x + (Scale / 2)}\" y=\"{y + (Scale / 2) + 5}\" text-anchor=\"middle\">{i + 1}</text>");
            }

            svg.Append('\n');
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The decomposition that is drawn: the middle rank.</summary>
    public static InterpolativeDecomposition<double> Chosen(DemoResult result) =>
        result.Interpolative.Results[result.Interpolative.Results.Count / 2];

    private static DenseMatrix<double> Mean(DenseMatrix<double> matrix)
    {
        DenseMatrix<double> weights = DenseMatrix.Create<double>(1, matrix.RowCount);
        weights.Memory.Span.Fill(1.0 / matrix.RowCount);
        return weights * matrix;
    }
}
