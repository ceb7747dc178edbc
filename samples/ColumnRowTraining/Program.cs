using System.CommandLine;
using ColumnRowTraining;
using LowRank;
using Samples;

Option<int> epochs = new("--epochs") { Description = "How often all training images are seen.", DefaultValueFactory = _ => 6 };
Option<int> hidden = new("--hidden") { Description = "The width of the hidden layer.", DefaultValueFactory = _ => 1024 };
return await SampleProgram.RunAsync(
    args, "Trains a two-layer classifier with exact products and with sampled ones.", needsImages: true,
    run => Train(run, run.Arguments.GetValue(epochs), run.Arguments.GetValue(hidden)), epochs, hidden);

static void Train(SampleRun run, int epochs, int hidden)
{
    Console.WriteLine(LowRankEnvironment.Describe());
    Images training = Images.Read(run.DataFolder, "train", run.CancellationToken);
    Images test = Images.Read(run.DataFolder, "t10k", run.CancellationToken);
    Way[] ways =
    [
        new("exact", "#1c2530", Sampled.Nothing, ColumnRowScheme.TopK, 1),
        new("gradient, Bernoulli 20 %", "#cf5c12", Sampled.Gradient, ColumnRowScheme.Bernoulli, 0.2),
        new("gradient, Bernoulli 10 %", "#f0a36b", Sampled.Gradient, ColumnRowScheme.Bernoulli, 0.1),
        new("gradient, top-k 20 %", "#1f6fb2", Sampled.Gradient, ColumnRowScheme.TopK, 0.2),
        new("gradient, top-k 10 %", "#86b8e0", Sampled.Gradient, ColumnRowScheme.TopK, 0.1),
        new("forward, Bernoulli 20 %", "#7a3e9d", Sampled.Forward, ColumnRowScheme.Bernoulli, 0.2),
        new("forward, top-k 20 %", "#2e8b57", Sampled.Forward, ColumnRowScheme.TopK, 0.2),
        new("forward, top-k 10 %", "#9ccfb0", Sampled.Forward, ColumnRowScheme.TopK, 0.1),
    ];

    // The first products load the native library and compile the loops: that is no part of any way.
    foreach (Way way in ways)
    {
        _ = TrainBy(way, hidden, training, test, 1, run.CancellationToken).Take(1).ToList();
    }

    List<TrainingRun> runs = [];
    foreach (Way way in ways)
    {
        List<TrainingPoint> points = [];
        foreach (TrainingPoint point in TrainBy(way, hidden, training, test, epochs, run.CancellationToken))
        {
            points.Add(point);
            Console.WriteLine(FormattableString.Invariant(
                $"{way.Name,-26} epoch {point.Epoch}  {point.Seconds,7:F2} s  {100 * point.Accuracy:F2} %"));
        }

        runs.Add(new TrainingRun(way.Name, way.Colour, points));
    }

    string table = TrainingReport.Table(runs);
    Console.WriteLine();
    Console.WriteLine(table);
    File.WriteAllText(Path.Combine(run.OutputFolder, "training.md"), table);
    File.WriteAllText(Path.Combine(run.OutputFolder, "training.svg"), TrainingReport.Plot(runs));
    Console.WriteLine($"Wrote {Path.Combine(run.OutputFolder, "training.md")} and training.svg");
}

static IEnumerable<TrainingPoint> TrainBy(
    Way way, int hidden, Images training, Images test, int epochs, CancellationToken cancellationToken)
{
    // The error is of no interest to the training, so it is not measured.
    ColumnRowOptions options = new() { Scheme = way.Scheme, ErrorMeasurement = ColumnRowErrorMeasurement.Norms };
    return new Classifier(training.Pixels.ColumnCount, hidden, way.Sampled, options, way.Share).Train(
        training, test, epochs, cancellationToken);
}

/// <summary>A way of training.</summary>
internal sealed record Way(string Name, string Colour, Sampled Sampled, ColumnRowScheme Scheme, double Share);
