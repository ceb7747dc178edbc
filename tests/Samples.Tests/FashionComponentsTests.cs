using FashionComponents;

namespace Samples.Tests;

/// <summary>Principal components of a small set whose classes are far apart.</summary>
public sealed class FashionComponentsTests
{
    [Fact]
    public void More_components_explain_more_and_find_the_classes()
    {
        using DataFolder folder = new();
        (ImageSet training, ImageSet test) = SyntheticImages.Create(folder, 600, 200);
        ComponentResult result = ComponentResult.Compute(training, test, 20, CancellationToken.None);
        Assert.Equal([1, 2, 5, 10, 20], result.Accuracies.Select(one => one.Count));
        Assert.Equal((200, 20), (result.Scores.RowCount, result.Scores.ColumnCount));
        Assert.InRange(result.Explained(9), 0.8, 1);
        Assert.True(result.Explained(2) < result.Explained(9));

        // Ten shapes span nine directions around their mean.
        Assert.InRange(result.Accuracies[^1].Accuracy, 0.99, 1);
        Assert.True(result.Accuracies[0].Accuracy < 0.9);

        string page = Report.Body(result);
        Assert.Equal(20, page.Split("data:image/png;base64,").Length - 1);
        Assert.All(ImageSet.ClassNames, name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }
}
