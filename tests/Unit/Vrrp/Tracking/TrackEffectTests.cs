using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Tracking;

namespace NginxHa.Tests.Unit.Vrrp.Tracking;

public sealed class TrackEffectTests
{
    [Theory]
    [InlineData(20, false, true, 20, false, false)]
    [InlineData(20, false, false, 0, false, false)]
    [InlineData(-20, false, true, 0, false, false)]
    [InlineData(-20, false, false, -20, false, false)]
    [InlineData(20, true, true, -20, false, false)]
    [InlineData(-20, true, false, 20, false, false)]
    [InlineData(0, false, true, 0, false, false)]
    [InlineData(0, false, false, 0, true, false)]
    [InlineData(0, true, true, 0, true, false)]
    [InlineData(0, true, false, 0, false, false)]
    [InlineData(0, false, null, 0, false, true)]
    [InlineData(20, false, null, 0, false, false)]
    public void Weight_and_reverse_follow_keepalived(int weight, bool reverse, bool? isUp, int contribution, bool isFault, bool isPending) =>
        Assert.Equal(
            new TrackEffect(contribution, isFault, isPending),
            TrackEffect.Of(new InterfaceTrackOptions { Name = "t", Interface = "eth1", Weight = weight, Reverse = reverse }, isUp, null));

    [Theory]
    [InlineData(1, false, 10, 10, false)]
    [InlineData(-2, false, 10, -20, false)]
    [InlineData(2, true, 10, -20, false)]
    [InlineData(10, false, 1000, 253, false)]
    [InlineData(-1, false, 253, -253, false)]
    [InlineData(-1, false, 254, 0, true)]
    [InlineData(253, false, int.MinValue, 0, true)]
    [InlineData(0, false, 0, 0, false)]
    [InlineData(0, false, 1, 0, true)]
    [InlineData(0, true, 0, 0, true)]
    [InlineData(0, true, 5, 0, false)]
    public void The_number_of_a_file_is_multiplied(int weight, bool reverse, int number, int contribution, bool isFault) =>
        Assert.Equal(
            new TrackEffect(contribution, isFault, false),
            TrackEffect.Of(new FileTrackOptions { Name = "t", Path = "/f", Weight = weight, Reverse = reverse }, true, number));
}
