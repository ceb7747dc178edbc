using System.Diagnostics;
using FashionMnist.Display;
using FashionMnist.Experiments;
using FashionMnist.Report;
using LowRank;
using LowRank.IO;
using LowRank.Reporting;
using Samples;

namespace FashionMnist;

/// <summary>The main job: reads the data, runs the experiments one after the other, writes the reports.</summary>
internal static class Demo
{
    private static readonly int[] _ranks = [10, 50, 150];

    public static DemoResult Run(string dataFolder, Machine machine, IDisplay display, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        (ImageSet train, ImageSet test) = display.Run("Data", 2, phase =>
            (Read(phase, "train", dataFolder, cancellationToken), Read(phase, "t10k", dataFolder, cancellationToken)));
        CheckThatTheyFit(train, test, dataFolder);
        DenseMatrix<double> x = train.ToMatrix<double>();

        display.Run("Warm-up", 1, phase => Clock.Time(phase, "every method once, on a small part", () =>
        {
            WarmUp.Run(x, phase, cancellationToken);
            return true;
        }));
        SvdExperiment svd = display.Run(
            SvdExperiment.Task, SvdExperiment.Steps(_ranks), phase => SvdExperiment.Run(x, _ranks, phase, cancellationToken));
        InterpolativeExperiment interpolative = display.Run(
            InterpolativeExperiment.Task,
            InterpolativeExperiment.Steps(_ranks),
            phase => InterpolativeExperiment.Run(x, _ranks, svd.Spectrum, phase, cancellationToken));
        ClassificationExperiment classification = display.Run(
            ClassificationExperiment.Task,
            ClassificationExperiment.Steps(_ranks),
            phase => ClassificationExperiment.Run(train, test, _ranks, phase, cancellationToken));
        GramExperiment gram = display.Run(
            GramExperiment.Task, GramExperiment.Steps, phase => GramExperiment.Run(x, svd.Spectrum, phase, cancellationToken));
        return new DemoResult(
            machine, train, x, svd, interpolative, classification, gram, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Writes the page, the table and the figures into a folder that exists.</summary>
    /// <returns>The paths of the files.</returns>
    public static IReadOnlyList<string> Write(DemoResult result, string folder)
    {
        return
        [
            Save("report.html", HtmlReport.Compose(result)),
            Save("table.md", MarkdownTable.Compose(
                ResultTable.Headers, ResultTable.FirstNumber, ResultTable.Rows(result.Measurements), ResultTable.Remarks(result))),
            Save("results.json", JsonResults.Compose(result)),
        ];

        string Save(string name, string content)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, content);
            return path;
        }
    }

    private static ImageSet Read(Phase phase, string part, string folder, CancellationToken cancellationToken)
    {
        phase.Begin(part);
        ImageSet images = ImageSet.Read(folder, part, cancellationToken);
        phase.End($"{Format.Count(images.Count)} images of {images.Height} × {images.Width} pixels");
        return images;
    }

    private static void CheckThatTheyFit(ImageSet train, ImageSet test, string folder)
    {
        if ((train.Height, train.Width) != (test.Height, test.Width))
        {
            throw new MatrixFileException(
                folder, $"the training images are {train.Height} × {train.Width} pixels, the test images {test.Height} × {test.Width}.");
        }

        if (Math.Min(train.Count, train.PixelCount) < _ranks.Max())
        {
            throw new MatrixFileException(
                folder, $"{train.Count} training images of {train.PixelCount} pixels are too few for rank {_ranks.Max()}.");
        }
    }
}
